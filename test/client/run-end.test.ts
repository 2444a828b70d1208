/** How the end of a run, or of the wait for it, reaches a program. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { doneVerdict } from '../../src/client/run-end.js';
import type { RunHandle } from '../../src/client/run-handle.js';
import type { Session } from '../../src/client/session.js';
import { JuicerError } from '../../src/model/errors.js';
import type { RunStatusAnswer } from '../../src/model/steering.js';
import type { Verdict } from '../../src/model/verdict.js';

const open = { broken: new AbortController().signal } as Session;

/** A handle whose run ends with this verdict; without one it goes on until the wait is given up. */
function handle(verdict: Partial<Verdict> | null, status: Partial<RunStatusAnswer> | null = null): RunHandle {
  const given = (signal?: AbortSignal): Promise<Verdict> =>
    new Promise((resolve, reject) => {
      if (verdict) resolve(verdict as Verdict);
      else signal?.addEventListener('abort', () => reject(new Error('given up')));
    });
  const answer = (): Promise<RunStatusAnswer> => Promise.resolve(status as RunStatusAnswer);
  return { runId: 'r', result: given, status: answer } as unknown as RunHandle;
}

function end(h: RunHandle, session = open, closed = new AbortController().signal): Promise<Verdict> {
  return doneVerdict(session, h, closed);
}

describe('the end of a run', () => {
  it('is its verdict when it is done', async () => {
    assert.equal((await end(handle({ status: 'done' }))).status, 'done');
  });

  it('is an error with the code of the failure when it failed', async () => {
    const failed = (type: string) => handle({ status: 'failed', failure: { type, message: 'no room' } });
    await assert.rejects(end(failed('E_DISK_FULL')), {
      code: 'E_DISK_FULL',
      message: 'run r failed: no room',
    });
    await assert.rejects(end(failed('TypeError')), { code: 'E_INTERNAL', hint: /resume r/ });
  });

  it('is a refusal when it was cancelled, or when a person has to decide', async () => {
    await assert.rejects(end(handle({ status: 'cancelled', failure: null })), { code: 'E_REFUSED' });
    const parked = [{ partition: 7, failure: { type: 'E_OP', message: 'op failed' } }];
    await assert.rejects(end(handle(null, { status: 'waiting', parked })), {
      code: 'E_REFUSED',
      message: /waits for a decision about parked partitions; partition 7: op failed/,
    });
  });

  it('is not waited for when the executor is closed or the worker cannot start', async () => {
    const closed = new AbortController();
    const left = end(handle(null), open, closed.signal);
    closed.abort();
    await assert.rejects(left, { code: 'E_CONNECTION', hint: /openRun\("r"\)/ });
    const broken = new AbortController();
    const never = end(handle(null), { broken: broken.signal } as Session);
    broken.abort(new JuicerError('E_INTERNAL', 'the worker ended by itself 5 times'));
    await assert.rejects(never, { code: 'E_INTERNAL', message: /ended by itself/ });
  });
});
