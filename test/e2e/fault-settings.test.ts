/** The settings for faults act: attempts, waits between them, the end of a run, and going on with it; threads too. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, mostAtATime, readJson, runDirOf, runIdOf, type EventLine } from './artefacts.js';
import { proseLines, recipeWith, spansOfPartitions } from './settings-support.js';
import { until, workspace, type CommandResult, type Workspace } from './support.js';

/** The second op of the second partition throws at every attempt. */
const FAULT = {
  JUICER_FAULTS: JSON.stringify([{ point: 'op.start', match: 'partition_1/op_1', action: 'throw' }]),
};

/** Long enough for one more op to begin, if it may. */
const A_WHILE_MS = 500;

describe('a setting for faults', () => {
  let ws: Workspace;
  let undisturbed: string;

  before(async () => {
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    await run('calm', '');
    undisturbed = ws.read('out/calm.jsonl');
  });
  after(() => ws.remove());

  function run(name: string, more: string, env: Record<string, string> = {}): Promise<CommandResult> {
    ws.write(`${name}.yaml`, recipeWith(name, more));
    return ws.run(['run', `${name}.yaml`], env);
  }

  function ofFailedOp(dir: string, type: string): EventLine[] {
    return eventsOf(dir).filter(
      (e) => e.event_type === type && e.partition_id === 1 && e.operation_name === 'text_length_filter',
    );
  }

  describe('max_retries: 2, retry.initial_interval: 0.4s', () => {
    let result: CommandResult;
    let dir: string;

    before(async () => {
      const more =
        'max_retries: 2\non_partition_error: fail\nretry: {initial_interval: 0.4s, backoff: 1, maximum_interval: 1s}';
      result = await run('retried', more, FAULT);
      dir = runDirOf(result);
    });

    it('gives three attempts, then ends the run with exit code 1 and the failure named', async () => {
      assert.equal(result.code, 1, result.stderr);
      assert.match(result.stdout, /^verdict +failed$/m);
      assert.match(result.stdout, /E_IO: fault point op\.start struck at partition_1\/op_1/);
      assert.match(result.stderr, new RegExp(`juicer resume ${runIdOf(result)} goes on`));
      assert.deepEqual(await checkRun(dir, { expectVerdict: 'failed' }), []);
      assert.equal(fs.existsSync(ws.path('out/retried.jsonl')), false);
      const attempts = (type: string) => ofFailedOp(dir, type).map((e) => e.attempt);
      assert.deepEqual(attempts('OPERATION_START'), [1, 2, 3]);
      assert.deepEqual(attempts('OPERATION_ERROR'), [1, 2, 3]);
      assert.deepEqual(attempts('OPERATION_RETRY'), [2, 3]);
      const ends = eventsOf(dir).filter((e) => e.event_type === 'PARTITION_ERROR');
      assert.deepEqual(
        ends.map((e) => e.partition_id),
        [1],
      );
    });

    it('waits at least the interval between attempts', () => {
      const errors = ofFailedOp(dir, 'OPERATION_ERROR').map((e) => e.metadata);
      for (const [i, next] of errors.slice(1).entries()) {
        const wait = Number(next['started_at']) - Number(errors[i]?.['ended_at']);
        assert.ok(wait >= 0.39, `waited ${wait} s before attempt ${i + 2}`);
      }
    });

    it('can be gone on with when the fault is gone: the export equals that of an undisturbed run', async () => {
      const resumed = await ws.run(['resume', runIdOf(result)]);
      assert.equal(resumed.code, 0, resumed.stderr);
      assert.equal(runDirOf(resumed), dir);
      assert.equal(ws.read('out/retried.jsonl'), undisturbed);
      assert.deepEqual(await checkRun(dir, { expectVerdict: 'done', executions: 2 }), []);
      const again = eventsOf(dir).filter(
        (e) => e.event_type === 'OPERATION_COMPLETE' && e.partition_id === 0 && e.operation_idx === 0,
      );
      assert.equal(again.length, 1, 'an op that was completed before was told again');
    });
  });

  it('max_retries: 0 gives one attempt; the other partitions go on to their end', async () => {
    const result = await run('once', 'max_retries: 0\non_partition_error: fail', FAULT);
    assert.equal(result.code, 1, result.stderr);
    const dir = runDirOf(result);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'failed' }), []);
    assert.equal(ofFailedOp(dir, 'OPERATION_ERROR').length, 1);
    assert.equal(eventsOf(dir).filter((e) => e.event_type === 'PARTITION_COMPLETE').length, 4);
  });

  it('enable_fault_tolerance: false gives one attempt, and the first failed partition ends the run', async () => {
    const more = 'enable_fault_tolerance: false\nmax_retries: 3\nmax_concurrent_partitions: 1';
    const result = await run('brittle', more, FAULT);
    assert.equal(result.code, 1, result.stderr);
    const dir = runDirOf(result);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'failed' }), []);
    assert.equal(ofFailedOp(dir, 'OPERATION_ERROR').length, 1);
    const started = eventsOf(dir).filter((e) => e.event_type === 'PARTITION_START');
    const { partitions } = readJson<{ partitions: { id: number; bytes: number }[] }>(
      dir,
      'metadata/dataset_mapping.json',
    );
    const order = partitions.toSorted((a, b) => b.bytes - a.bytes).map((p) => p.id);
    assert.deepEqual(
      started.map((e) => e.partition_id),
      order.slice(0, order.indexOf(1) + 1),
    );
  });

  it('event_logging.log_level: ERROR keeps the errors and nothing else', async () => {
    const result = await run(
      'terse',
      'max_retries: 0\non_partition_error: fail\nevent_logging: {log_level: ERROR}',
      FAULT,
    );
    assert.equal(result.code, 1, result.stderr);
    assert.deepEqual(
      eventsOf(runDirOf(result)).map((e) => e.event_type),
      ['OPERATION_ERROR', 'PARTITION_ERROR', 'PROCESSING_ERROR'],
    );
  });

  it('performance.num_workers is the number of threads that run ops, and bounds the open partitions', async () => {
    assert.ok(mostAtATime(spansOfPartitions(await runHeld('one', 1))) <= 2);
    await runHeld('four', 4);
  });

  it('performance.prefetch_factor is the number of partitions that are open for each thread', async () => {
    ws.write('ahead.yaml', recipeWith('ahead', 'performance: {num_workers: 1, prefetch_factor: 4}'));
    const result = await ws.run(['run', 'ahead.yaml']);
    assert.equal(result.code, 0, result.stderr);
    const most = mostAtATime(spansOfPartitions(runDirOf(result)));
    assert.ok(most > 2 && most <= 4, `${most} partitions were open at a time`);
  });

  /** Runs with so many threads: every partition is held at its first op until as many as may work at a time do. */
  async function runHeld(name: string, threads: number): Promise<string> {
    const markers = [0, 1, 2, 3, 4].map((p) => ws.path(`${name}-${p}`));
    const fault = (p: number): object => ({
      point: 'op.start',
      match: `partition_${p}/op_0/`,
      action: 'hold',
    });
    const faults = markers.map((marker, p) => ({ ...fault(p), marker }));
    ws.write(`${name}.yaml`, recipeWith(name, `performance: {num_workers: ${threads}}`));
    const running = ws.start(['run', `${name}.yaml`], { JUICER_FAULTS: JSON.stringify(faults) });
    const atWork = (): number => markers.filter((marker) => fs.existsSync(marker)).length;
    await until(() => atWork() >= threads, 60_000, `${threads} ops to work at a time`);
    await sleep(A_WHILE_MS);
    assert.equal(atWork(), threads);
    for (const marker of markers) fs.writeFileSync(`${marker}.go`, '');
    const result = await running.done;
    assert.equal(result.code, 0, result.stderr);
    assert.equal(ws.read(`out/${name}.jsonl`), undisturbed);
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
    return runDirOf(result);
  }
});
