/** A partition whose attempts are used up: it is parked, skipped, given up or fails the run; the others never wait for it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import {
  assertEnded,
  DONE,
  eventsOf,
  faultyWorkspace,
  PARTITION_ROWS,
  PARTITIONS,
  runDir,
  undisturbed,
  withFaults,
  writeRecipe,
  type Fault,
} from '../faults/support.js';
import type { CommandResult, Workspace } from './support.js';

const POISON: Fault = { point: 'op.start', match: 'partition_7/op_1', action: 'throw' };
const NEEDS_DECISION = 8;

describe('a partition whose attempts are used up', () => {
  let w: Workspace;
  let calm: string;
  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  async function park(id: string): Promise<CommandResult> {
    writeRecipe(w, 'max_retries: 1');
    const result = await w.run(['run', 'recipe.yaml', '--id', id], withFaults(w, [POISON]));
    assertEnded(result, NEEDS_DECISION);
    assert.match(result.stdout, /^verdict +waiting$/m);
    assert.match(result.stdout, /^partitions 11 of 12, 1 parked$/m);
    assert.match(
      result.stderr,
      new RegExp(`juicer decide ${id} retry\\|skip\\|quarantine\\|fail --partition 7`),
    );
    assert.equal(typesOf(id, 'PARTITION_PARKED').length, 1);
    return result;
  }

  function typesOf(id: string, type: string): Record<string, unknown>[] {
    return eventsOf(w, id).filter((e) => e['event_type'] === type);
  }

  /** The other partitions were started once and done once, whatever was decided. */
  function othersOnce(id: string): void {
    const starts = typesOf(id, 'PARTITION_START').filter((e) => e['partition_id'] !== 7);
    assert.equal(starts.length, PARTITIONS - 1);
  }

  it('is left out by the decision skip, without the others being touched', async () => {
    await park('skipped');
    const result = await w.run(['decide', 'skipped', 'skip', '--partition', '7']);
    assertEnded(result, DONE);
    assert.match(result.stdout, /^partitions 11 of 12, 1 skipped$/m);
    assert.deepEqual(await checkRun(runDir(w, 'skipped'), { expectVerdict: 'done' }), []);
    othersOnce('skipped');
    assert.equal(typesOf('skipped', 'DECIDED').length, 1);
  });

  it('comes through by the decision retry once its cause is gone', async () => {
    await park('retried');
    assertEnded(await w.run(['decide', 'retried', 'retry', '--all']), DONE);
    assert.deepEqual(await checkRun(runDir(w, 'retried'), { expectSha256: calm }), []);
    othersOnce('retried');
  });

  it('loses no row by the decision quarantine: they are all in the quarantine file', async () => {
    await park('given-up');
    const faults = withFaults(w, [POISON]);
    assertEnded(
      await w.run(['decide', 'given-up', 'quarantine', '--partition', '7'], faults),
      NEEDS_DECISION,
    );
    assertEnded(await w.run(['decide', 'given-up', 'quarantine', '--partition', '7']), DONE);
    const dir = runDir(w, 'given-up');
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
    const lines = fs.readFileSync(`${dir}/quarantine/partition_000007.jsonl`, 'utf8').trimEnd().split('\n');
    assert.equal(lines.length, PARTITION_ROWS);
    othersOnce('given-up');
  });

  it('fails the run by the decision fail, which can be resumed', async () => {
    await park('failed');
    assertEnded(await w.run(['decide', 'failed', 'fail', '--partition', '7']), 1);
    assert.deepEqual(await checkRun(runDir(w, 'failed'), { expectVerdict: 'failed' }), []);
    assertEnded(await w.run(['resume', 'failed']), DONE);
    assert.deepEqual(await checkRun(runDir(w, 'failed'), { expectSha256: calm, executions: 2 }), []);
    othersOnce('failed');
  });

  it('is skipped at once with on_partition_error: skip, up to max_failed_partitions', async () => {
    writeRecipe(w, 'max_retries: 0\non_partition_error: skip');
    const skipped = await w.run(['run', 'recipe.yaml', '--id', 'auto'], withFaults(w, [POISON]));
    assertEnded(skipped, DONE);
    assert.match(skipped.stdout, /^partitions 11 of 12, 1 skipped$/m);
    assert.deepEqual(await checkRun(runDir(w, 'auto'), { expectVerdict: 'done' }), []);
    writeRecipe(w, 'max_retries: 0\non_partition_error: skip\nmax_failed_partitions: 0');
    const failed = await w.run(['run', 'recipe.yaml', '--id', 'budget'], withFaults(w, [POISON]));
    assertEnded(failed, 1);
    assert.match(failed.stdout, /E_LIMIT: 1 partitions were skipped, max_failed_partitions allows 0/);
  });

  it('is seen to be waiting by status and resume, and can be cancelled and gone on from', async () => {
    await park('left');
    const status = await w.run(['resume', 'left']);
    assertEnded(status, NEEDS_DECISION);
    assertEnded(await w.run(['cancel', 'left']), 0);
    assertEnded(await w.run(['resume', 'left']), DONE);
    assert.deepEqual(await checkRun(runDir(w, 'left'), { expectSha256: calm, executions: 2 }), []);
  });
});

describe('rows that cannot be processed', () => {
  let w: Workspace;
  before(() => {
    w = faultyWorkspace();
  });
  after(() => w.remove());

  it('end the run beyond max_quarantined_rows, before anything is exported', async () => {
    writeRecipe(w, 'max_quarantined_rows: 0');
    const result = await w.run(['run', 'recipe.yaml', '--id', 'limited']);
    assertEnded(result, 1);
    assert.match(result.stdout, /E_LIMIT: \d+ rows were quarantined, max_quarantined_rows allows 0/);
    assert.equal(fs.existsSync(w.path('out/result.jsonl')), false);
  });

  it('fail their partition with on_row_error: fail, named by file and line', async () => {
    writeRecipe(w, 'on_row_error: fail\non_partition_error: fail');
    const result = await w.run(['run', 'recipe.yaml', '--id', 'strict']);
    assertEnded(result, 1);
    assert.match(result.stdout, /E_ROW: row \d+ cannot be read: /);
    assert.deepEqual(await checkRun(runDir(w, 'strict'), { expectVerdict: 'failed' }), []);
  });
});
