import assert from 'node:assert/strict';
import test from 'node:test';
import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { CompleteAsyncError } from '@temporalio/activity';
import { attemptLog } from '../../src/activities/attempt-log.js';
import type { AttemptRecord, Beat } from '../../src/model/attempt.js';
import { JuicerError } from '../../src/model/errors.js';

interface Tried {
  beats: Beat[];
  result?: unknown;
  error?: unknown;
  ctx: Context;
}

/** Runs one attempt of an activity under the interceptor. */
async function attempt(
  number: number,
  work: (ctx: Context) => unknown,
  details?: Partial<Beat>,
): Promise<Tried> {
  const beats: Beat[] = [];
  const ctx = {
    info: { attempt: number, activityType: 'applySegment', heartbeatDetails: details, isLocal: false },
    heartbeat: (beat: Beat) => void beats.push(structuredClone(beat)),
    cancellationSignal: new AbortController().signal,
  } as unknown as Context;
  const inbound = attemptLog(ctx).inbound;
  try {
    const result = await inbound?.execute?.({ args: [], headers: {} }, async () => work(ctx));
    return { beats, result, ctx };
  } catch (error) {
    return { beats, error, ctx };
  }
}

function recordsOf(error: unknown): AttemptRecord[] {
  assert.ok(error instanceof ApplicationFailure || error instanceof CancelledFailure);
  return (error.details?.at(-1) as Beat).attempts;
}

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

test('a first attempt that succeeds leaves its result as it is', async () => {
  const { result, beats } = await attempt(1, () => ({ rows: 3 }));
  assert.deepEqual(result, { rows: 3 });
  assert.deepEqual(beats, []);
});

test('an attempt that succeeds hands back the failed ones before it', async () => {
  const first = await attempt(1, fail(new JuicerError('E_IO', 'cannot read a.parquet: EIO')));
  const { result } = await attempt(2, () => ({ rows: 3 }), first.beats.at(-1));
  const { attempts } = result as { attempts: AttemptRecord[] };
  assert.equal(attempts.length, 1);
  assert.deepEqual(
    [attempts[0]?.attempt, attempts[0]?.error_type, attempts[0]?.error_message],
    [1, 'E_IO', 'cannot read a.parquet: EIO'],
  );
  assert.ok((attempts[0]?.ended_at ?? 0) >= (attempts[0]?.started_at ?? Infinity));
});

test('attempts without an end, or without any record, are marked lost', async () => {
  const { result } = await attempt(4, () => ({}), { attempts: [{ attempt: 2, started_at: 5 }] });
  const { attempts } = result as { attempts: AttemptRecord[] };
  assert.deepEqual(attempts, [
    { attempt: 1, lost: true },
    { attempt: 2, started_at: 5, lost: true },
    { attempt: 3, lost: true },
  ]);
});

test('a failure carries all attempts, its own last, in details and in the last heartbeat', async () => {
  const { error, beats } = await attempt(2, fail(new JuicerError('E_OP', 'op broke')), {
    attempts: [{ attempt: 1, started_at: 1, ended_at: 2 }],
  });
  assert.deepEqual(
    recordsOf(error).map((a) => a.attempt),
    [1, 2],
  );
  assert.deepEqual(beats.at(-1)?.attempts, recordsOf(error));
});

test('an error of ours keeps code, message and hint, and says whether another attempt may help', async () => {
  const { error } = await attempt(
    1,
    fail(new JuicerError('E_INPUT_CHANGED', 'input a has changed', { hint: 'put it back' })),
  );
  assert.ok(error instanceof ApplicationFailure);
  assert.deepEqual(
    [error.type, error.message, error.nonRetryable],
    ['E_INPUT_CHANGED', 'input a has changed', true],
  );
  assert.deepEqual(error.details?.[0], { hint: 'put it back', place: undefined, code: 'E_INPUT_CHANGED' });
});

test('a full disk is tried again after half a minute', async () => {
  const { error } = await attempt(1, fail(new JuicerError('E_DISK_FULL', 'disk full')));
  assert.ok(error instanceof ApplicationFailure);
  assert.deepEqual([error.nonRetryable, error.nextRetryDelay], [false, 30_000]);
});

test('of a foreign error only class, code and own frames leave the activity', async () => {
  const foreign = Object.assign(new SyntaxError('Unexpected token in "Jane Doe"'), {
    code: 'E_BAD',
    cause: new Error('Jane Doe'),
  });
  const { error, beats } = await attempt(1, fail(foreign));
  assert.ok(error instanceof ApplicationFailure);
  assert.equal(error.type, 'SyntaxError');
  assert.equal(error.message, 'unexpected SyntaxError (E_BAD) in applySegment');
  assert.equal(error.cause, undefined);
  assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.details, beats]), /Jane/);
  assert.equal(error.stack?.split('\n')[0], 'SyntaxError: unexpected SyntaxError (E_BAD) in applySegment');
});

test('a code that is no code, and what is thrown without being an error, tell nothing', async () => {
  const odd = await attempt(1, fail(Object.assign(new Error('x'), { code: 'Jane Doe' })));
  const text = await attempt(1, fail('Jane Doe'));
  for (const { error } of [odd, text]) {
    assert.ok(error instanceof ApplicationFailure);
    assert.doesNotMatch(JSON.stringify([error.message, error.stack, error.details]), /Jane/);
  }
});

test('a cancel stays a cancel and carries the attempts', async () => {
  const { error } = await attempt(1, fail(new CancelledFailure('CANCELLED')));
  assert.ok(error instanceof CancelledFailure);
  assert.deepEqual(
    recordsOf(error).map((a) => a.error_type),
    ['Cancelled'],
  );
});

test('an attempt that a stopping worker broke off counts as lost and is tried again', async () => {
  const { error } = await attempt(1, fail(new CancelledFailure('WORKER_SHUTDOWN')));
  assert.ok(error instanceof ApplicationFailure);
  assert.deepEqual([error.type, error.nonRetryable], ['WorkerShutdown', false]);
  assert.equal(recordsOf(error)[0]?.lost, true);
});

test('an activity that completes elsewhere is let through', async () => {
  const { error } = await attempt(1, fail(new CompleteAsyncError()));
  assert.ok(error instanceof CompleteAsyncError);
});

test('an activity sees its own progress only, and its heartbeats carry the attempts', async () => {
  const progress = { phase: 'cut', done: 5, total: 10 };
  const seen: unknown[] = [];
  const { beats } = await attempt(
    2,
    (ctx) => {
      seen.push(ctx.info.heartbeatDetails);
      ctx.heartbeat({ ...progress, done: 7 });
      return {};
    },
    { attempts: [{ attempt: 1, started_at: 1, ended_at: 2 }], progress },
  );
  assert.deepEqual(seen, [progress]);
  assert.deepEqual(beats[0]?.progress, { ...progress, done: 7 });
  assert.deepEqual(
    beats[0]?.attempts.map((a) => a.attempt),
    [1, 2],
  );
});

test('messages are cut, and of many attempts only the newest keep theirs', async () => {
  let beat: Beat | undefined;
  for (let k = 1; k <= 30; k++)
    beat = (await attempt(k, fail(new JuicerError('E_OP', 'x'.repeat(2000))), beat)).beats.at(-1);
  assert.equal(beat?.attempts.length, 30);
  assert.ok(JSON.stringify(beat).length < 12_000);
  assert.ok(beat?.attempts.every((a) => a.error_type === 'E_OP'));
});
