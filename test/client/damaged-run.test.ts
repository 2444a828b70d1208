/** Checkpoints of a run whose files were damaged: never rows, always a reason. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createExecutor, loadRecipe, openRun, type Executor } from '../../src/client.js';
import { workspace, type Workspace } from '../e2e/support.js';
import { FILTER, ownEnvironment, writeRecipe } from './executor-support.js';

const FIRST = 'whitespace_normalization_mapper';
const STEM = `checkpoints/partition_000002/op_001_${FILTER}`;

describe('a run with damaged files', () => {
  let ws: Workspace;
  let dir: string;
  let copies = 0;

  before(async () => {
    ws = workspace();
    const recipe = loadRecipe(writeRecipe(ws, 'damaged', 100));
    await using executor = createExecutor(recipe, {
      stateDir: ws.path('.juicer'),
      env: ownEnvironment(),
      reuse: 'none',
    });
    await executor.run();
    ({ dir } = executor);
  });
  after(() => ws.remove());

  /** A copy of the run with one file damaged, opened without a server. */
  async function damaged(name: string, damage: (bytes: Buffer) => Buffer | null): Promise<Executor> {
    const copy = ws.path(`copies/${copies++}`);
    fs.cpSync(dir, copy, { recursive: true });
    const file = path.join(copy, name);
    const bytes = damage(fs.readFileSync(file));
    if (bytes) fs.writeFileSync(file, bytes);
    else fs.rmSync(file);
    return openRun(copy, { offline: true, env: ownEnvironment() });
  }

  it('refuses to load a checkpoint with a flipped bit, and tells why', async () => {
    const { checkpointManager } = await damaged(`${STEM}.parquet`, flipped);
    const latest = await checkpointManager.getLatestCheckpoint(2);
    assert.equal(latest?.name, FILTER);
    await assert.rejects(checkpointManager.loadCheckpoint(latest), {
      code: 'E_CHECKPOINT',
      message: `checkpoint ${STEM}.parquet cannot be used: its sha256 differs from its record`,
      hint: /verify/,
    });
    assert.deepEqual((await checkpointManager.verify()).bad, [
      { partition: 2, path: `${STEM}.parquet`, problem: 'its sha256 differs from its record' },
    ]);
  });

  it('falls back to the checkpoint before one that was cut short or removed', async () => {
    const cases = [
      {
        state: 'resized',
        damage: (bytes: Buffer) => bytes.subarray(0, -7),
        reason: /its file has \d+ bytes/,
      },
      { state: 'missing', damage: () => null, reason: /is missing/ },
    ];
    for (const { state, damage, reason } of cases) {
      const { checkpointManager } = await damaged(`${STEM}.parquet`, damage);
      const listed = await checkpointManager.listCheckpoints(2);
      assert.deepEqual(
        listed.map((c) => c.state),
        ['recorded', 'recorded', state],
      );
      const latest = await checkpointManager.getLatestCheckpoint(2);
      assert.equal(latest?.name, FIRST);
      assert.equal((await checkpointManager.loadCheckpoint(latest)).length, latest.rows);
      await assert.rejects(checkpointManager.loadCheckpoint({ partition: 2, index: 1 }), {
        code: 'E_CHECKPOINT',
        message: reason,
      });
    }
  });

  it('takes a checkpoint with a damaged record for none', async () => {
    const { checkpointManager } = await damaged(`${STEM}.json`, flipped);
    assert.equal((await checkpointManager.listCheckpoints(2)).at(-1)?.state, 'foreign');
    assert.equal((await checkpointManager.getLatestCheckpoint(2))?.name, FIRST);
    await assert.rejects(checkpointManager.loadCheckpoint({ partition: 2, index: 1 }), {
      code: 'E_CHECKPOINT',
      message: /its record is damaged or belongs to another recipe or input/,
    });
  });

  it('says so when there is no plan to know checkpoints by, and still tells its events', async () => {
    const executor = await damaged('metadata/plan.json', flipped);
    await assert.rejects(executor.checkpointManager.listCheckpoints(), { code: 'E_CHECKPOINT' });
    assert.equal((await executor.getStatusSummary()).completed_partitions, 3);
  });

  it('cannot be worked on when it was opened offline and is not done', async () => {
    const executor = await damaged('logs/processing_summary.json', () => null);
    await assert.rejects(executor.run(), { code: 'E_USAGE', message: /offline/ });
  });
});

function flipped(bytes: Buffer): Buffer {
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
}
