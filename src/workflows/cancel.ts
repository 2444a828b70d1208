/** Cancelling in order: what is pending is written down first, then the work is cancelled and waited for (design §6). */
import { CancellationScope } from '@temporalio/workflow';
import { pendingActivities } from './options.js';

/**
 * Runs `work` shielded from the workflow's own cancel. When that comes, the attempts that are pending are read by a
 * local activity, best effort, and only then is the work cancelled.
 */
export async function cancelInOrder<T>(work: () => Promise<T>): Promise<T> {
  const outer = CancellationScope.current();
  return CancellationScope.nonCancellable(async () => {
    const inner = new CancellationScope();
    outer.cancelRequested.catch(async () => {
      await notePending();
      inner.cancel();
    });
    return inner.run(work);
  });
}

async function notePending(): Promise<void> {
  try {
    await pendingActivities().describePending();
  } catch {
    // Best effort: a cancel must not wait for a server that does not answer.
  }
}
