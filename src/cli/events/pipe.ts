/** Lines to a stream that another program reads, at the pace at which it reads them. */
import { once } from 'node:events';

/** A stream that lines are written to. */
export interface LinePipe {
  /** Writes a line and waits until there is room for the next; false when nobody reads any more. */
  write(line: string): Promise<boolean>;
  /** Aborted when nobody reads any more. */
  readonly closed: AbortSignal;
}

/** Writes lines to a stream. A reader that goes away, as `head` does, is no error. */
export function linePipe(stream: NodeJS.WritableStream): LinePipe {
  const closed = new AbortController();
  stream.on('error', (error: NodeJS.ErrnoException) => {
    closed.abort();
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
  });
  const { signal } = closed;
  return {
    closed: signal,
    async write(line) {
      if (signal.aborted) return false;
      if (!stream.write(`${line}\n`))
        // It ends by either; which of them is seen at the signal.
        await once(stream, 'drain', { signal }).catch(() => undefined);
      return !signal.aborted;
    },
  };
}
