/** The guide's trouble 2, disk space: provoked, found by `juicer analyze`, and cured by each key and command named for it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, filesBelow, readJson, runDirOf, runIdOf } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type Workspace } from './support.js';
import {
  advice,
  analysed,
  assertEnded,
  assertNames,
  bytesBelow,
  failureCodes,
  NEEDS_DECISION,
} from './troubleshooting-support.js';

const FULL = /the disk was full/;
/** Every thread finds the disk full once, at the first checkpoint of partition 1 that it writes. */
const FAULTS = JSON.stringify([{ point: 'fs', match: 'checkpoints/partition_000001/.tmp', code: 'ENOSPC' }]);

describe('trouble with disk space', () => {
  let w: Workspace;
  before(() => {
    w = workspace();
    w.write('in.jsonl', proseLines().repeat(4));
  });
  after(() => w.remove());

  function write(name: string, ...keys: string[]): string {
    w.write(`${name}.yaml`, recipeWith(name, keys.join('\n')));
    return `${name}.yaml`;
  }

  describe('a full disk', () => {
    let dir: string;
    let run: string;

    before(async () => {
      const result = await w.run(['run', write('full', 'max_retries: 0')], { JUICER_FAULTS: FAULTS });
      assertEnded(result, NEEDS_DECISION);
      [dir, run] = [runDirOf(result), runIdOf(result)];
    });

    it('parks the partition with E_DISK_FULL, and the hint names what makes room', async () => {
      assert.deepEqual(failureCodes(dir), ['E_DISK_FULL']);
      const hint = advice(await analysed(w, run), 'disk', FULL);
      assert.ok(hint.evidence.includes('1 attempt ended with E_DISK_FULL'), hint.evidence.join());
      assertNames(
        hint,
        'checkpointing.cleanup_old_checkpoints',
        'checkpointing.compression',
        'juicer clean',
        `juicer checkpoints ${run} gc`,
        `juicer decide ${run} retry --all`,
      );
    });

    it('is cured, once there is room, by the decision that the hint names', async () => {
      assertEnded(await w.run(['decide', run, 'retry', '--all']), 0);
      assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
      assert.ok(!(await analysed(w, run)).hints.some((hint) => hint.cures.some((c) => c.includes('decide'))));
    });
  });

  describe('a folder that grows', () => {
    let server: StandingServer;
    before(async () => {
      server = await standingServer(w);
    });
    after(() => server.stop());

    /** Runs with further keys; gives the folder, its checkpoints' bytes and the size that the metrics tell. */
    async function sizes(
      name: string,
      ...keys: string[]
    ): Promise<{ dir: string; bytes: number; told: number }> {
      const result = await w.run(['run', write(name, ...keys)]);
      assertEnded(result, 0);
      const dir = runDirOf(result);
      assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
      const { resource_usage } = readJson<{ resource_usage: { run_dir_mb: number } }>(
        dir,
        'logs/performance_metrics.json',
      );
      return { dir, bytes: bytesBelow(path.join(dir, 'checkpoints')), told: resource_usage.run_dir_mb };
    }

    it('is smaller with compression: zstd below snappy, snappy below none, Parquet below JSON lines', async () => {
      const [none, snappy, zstd] = [
        await sizes('none', 'checkpointing: {compression: none}'),
        await sizes('snappy', 'checkpointing: {compression: snappy}'),
        await sizes('zstd', 'checkpointing: {compression: zstd}'),
      ];
      assert.ok(
        zstd.bytes < snappy.bytes && snappy.bytes < none.bytes,
        `${zstd.bytes} ${snappy.bytes} ${none.bytes}`,
      );
      const input = fs.statSync(w.path('in.jsonl')).size;
      assert.ok(bytesBelow(path.join(snappy.dir, 'partitions'), '.parquet') < input);
    });

    it('is smaller with cleanup_old_checkpoints, and the metrics tell its size', async () => {
      const more = 'max_checkpoints_per_partition: 1';
      const all = await sizes('all', `checkpointing: {cleanup_old_checkpoints: false, ${more}}`);
      const last = await sizes('last', `checkpointing: {cleanup_old_checkpoints: true, ${more}}`);
      const files = (dir: string): number => filesBelow(path.join(dir, 'checkpoints'), '.parquet').length;
      assert.deepEqual([files(all.dir), files(last.dir)], [20 * 3, 20]);
      assert.ok(last.bytes < all.bytes / 2 && last.told < all.told, `${JSON.stringify([last, all])}`);
    });

    it('is warned of while the run goes on: alerts.min_free_disk_mb', async () => {
      const { dir } = await sizes('warned', 'alerts: {min_free_disk_mb: 1000000000}');
      const warnings = eventsOf(dir).filter((e) => e.event_type === 'WARNING');
      assert.ok(warnings.some((e) => 'alert' in e.metadata));
    });

    it('is removed by juicer clean, which leaves the export', async () => {
      const { dir } = await sizes('old');
      assertEnded(await w.run(['clean', path.basename(dir), '--yes']), 0);
      assert.equal(fs.existsSync(dir), false);
      assert.ok(fs.existsSync(w.path('out/old.jsonl')));
    });
  });
});
