/** Notices an embedded worker that cannot start, so that nobody waits for it for ever. */
import { JuicerError } from '../model/errors.js';
import type { Notice } from '../server/protocol.js';

/** Ends by itself (no signal) that are taken for bad luck; one more means that it cannot start. */
const TOLERATED = 4;

/** Watches the notices of an embedded server. */
export interface WorkerWatch {
  notice(notice: Notice): void;
  /** Aborted, with a JuicerError E_INTERNAL as reason, when the worker has ended by itself too often. */
  signal: AbortSignal;
}

/** A watch over the worker of a state folder. Workers that were killed do not count. */
export function watchWorker(stateDir: string): WorkerWatch {
  const broken = new AbortController();
  let ends = 0;
  return {
    signal: broken.signal,
    notice(notice) {
      if (notice.type !== 'worker-died' || notice.signal !== null || notice.code === 0) return;
      if (++ends <= TOLERATED) return;
      broken.abort(
        new JuicerError('E_INTERNAL', `the worker ended by itself ${ends} times (exit ${notice.code})`, {
          hint: `see ${stateDir}/worker.log; the run is kept and can be resumed`,
        }),
      );
    },
  };
}
