/** Ctrl-C and SIGTERM of a command that follows something. */
import { EXIT } from '../model/errors.js';

/** Resolves once a person asks to stop; a second time ends the process at once. */
export function onInterrupt(): { promise: Promise<{ interrupted: true }>; stop(): void } {
  let listener = (): void => undefined;
  const promise = new Promise<{ interrupted: true }>((resolve) => {
    listener = () => {
      resolve({ interrupted: true });
      process.once('SIGINT', () => process.exit(EXIT.interrupted));
    };
    process.once('SIGINT', listener);
    process.once('SIGTERM', listener);
  });
  return {
    promise,
    stop: () => {
      process.off('SIGINT', listener);
      process.off('SIGTERM', listener);
    },
  };
}
