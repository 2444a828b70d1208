/** What a worker's process has to say besides its log: Node's warnings, and the error that it dies of. */
import { JuicerError } from '../model/errors.js';
import { processLog, type WorkerLog } from './log.js';

/**
 * From now on Node's warnings and an error that nobody caught are lines of the log. Their words are left out: they may
 * quote a row.
 */
export function watchProcess(log: WorkerLog): void {
  process.removeAllListeners('warning');
  process.on('warning', (error) => log.info('Node warns', { error }));
  process.on('uncaughtException', (error) => {
    log.error('the worker ends by an error that nobody caught', { error });
    process.exit(1);
  });
}

/** Ends the process with a line that says why. */
export function dieOf(error: unknown): never {
  const message = error instanceof JuicerError ? 'the worker ends' : 'the worker ends by an unexpected error';
  processLog('ERROR').error(message, { error });
  process.exit(error instanceof JuicerError ? error.exitCode : 1);
}
