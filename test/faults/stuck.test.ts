/** Ops that stand still or take too much, disks that are full or closed: the attempt ends, the worker and the others go on. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Workspace } from '../e2e/support.js';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  nothingRuns,
  undisturbed,
  withFaults,
  type Fault,
} from './support.js';

const NEEDS_DECISION = 8;
/** The wait after a full disk is three heartbeat timeouts: 30 s, and 6 s in tests. */
const DISK_FULL_S = 5.5;

describe('an attempt', { concurrency: 3 }, () => {
  let calm = '';
  before(async () => {
    const w = faultyWorkspace();
    calm = await undisturbed(w);
    await w.remove();
  });

  /** Runs with a fault; gives the failed attempts as events tell them. */
  async function runWith(
    w: Workspace,
    fault: Fault,
    o: { code: number; env?: Record<string, string> },
  ): Promise<Record<string, unknown>[]> {
    const env = { ...withFaults(w, [fault]), ...o.env };
    const result = await w.run(['run', 'recipe.yaml', '--id', 'hit'], env);
    assertEnded(result, o.code);
    assert.doesNotMatch(result.stderr, /worker \d+ died/);
    return eventsOf(w, 'hit').filter((e) => e['event_type'] === 'OPERATION_ERROR');
  }

  const typeOf = (event: Record<string, unknown>) =>
    (event['metadata'] as { error_type?: string }).error_type;

  it('that makes no progress is ended by the watchdog, and the next one comes through (F18)', async () => {
    const w = faultyWorkspace();
    const loop: Fault = { name: 'loop', point: 'op.start', match: 'partition_3/op_1/', action: 'hold' };
    const errors = await runWith(w, loop, { code: DONE, env: { JUICER_STALL_MS: '8000' } });
    assert.deepEqual(errors.map(typeOf), ['E_STALLED']);
    assert.equal(errors[0]?.['partition_id'], 3);
    await assertSound(w, 'hit', { expectSha256: calm, kills: 1 });
    await nothingRuns(w);
    await w.remove();
  });

  it('that takes more than its share of memory is ended, and its partition parked (F19)', async () => {
    const w = faultyWorkspace('max_retries: 1\nperformance: {memory_limit_gb: 0.125}');
    const big = JSON.stringify({ text: 'a long text '.repeat(80_000) });
    w.write('in.jsonl', `${big}\n`.repeat(70));
    const none: Fault = { name: 'none', point: 'op.start', match: 'partition_99/', action: 'throw' };
    const errors = await runWith(w, none, { code: NEEDS_DECISION });
    assert.deepEqual(errors.map(typeOf), ['E_MEMORY', 'E_MEMORY']);
    await nothingRuns(w);
    await w.remove();
  });

  it('that meets a full disk is tried again after a long wait (F8)', async () => {
    const w = faultyWorkspace();
    const full: Fault = {
      name: 'full',
      point: 'fs',
      match: 'checkpoints/partition_000004/.tmp',
      nth: 1,
      code: 'ENOSPC',
    };
    const errors = await runWith(w, full, { code: DONE });
    assert.deepEqual(errors.map(typeOf), ['E_DISK_FULL']);
    const [failed] = errors;
    const next = eventsOf(w, 'hit').find(
      (e) => e['event_type'] === 'OPERATION_COMPLETE' && e['partition_id'] === 4 && e['attempt'] === 2,
    );
    const ended = (failed?.['metadata'] as { ended_at: number }).ended_at;
    const started = (next?.['metadata'] as { started_at: number }).started_at;
    assert.ok(started - ended >= DISK_FULL_S, `the next attempt came after ${started - ended} s`);
    await assertSound(w, 'hit', { expectSha256: calm, kills: 1 });
    await nothingRuns(w);
    await w.remove();
  });
});
