/** Where checkpoints stand, how long they stay and whether ops are fused: seen in what a run leaves, never in its export. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, filesBelow, readJson, runDirOf } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type Workspace } from './support.js';

const PARTITIONS = 5;
const [NORMALIZE, LENGTH, LANGUAGE] = [
  'op_000_whitespace_normalization_mapper',
  'op_001_text_length_filter',
  'op_002_language_id_score_filter',
] as const;

/** One that only the runs with smaller partitions have. */
const BROKEN = 'partition_000007';

/** Further keys, and the checkpoints that every partition has afterwards. */
const POLICIES: Record<string, [more: string, left: readonly string[]]> = {
  every_op: ['checkpointing: {strategy: every_op}', [NORMALIZE, LENGTH, LANGUAGE]],
  every_n_ops: ['checkpointing: {strategy: every_n_ops}', [LENGTH, LANGUAGE]],
  manual: [
    'checkpointing: {strategy: manual, op_names: [whitespace_normalization_mapper]}',
    [NORMALIZE, LANGUAGE],
  ],
  disabled: ['checkpointing: {strategy: disabled}', [LANGUAGE]],
  'every_op with op_fusion': ['op_fusion: true', [NORMALIZE, LENGTH, LANGUAGE]],
  'every_n_ops with op_fusion': ['checkpoint: {strategy: every_n_ops}\nop_fusion: true', [LENGTH, LANGUAGE]],
  'disabled with op_fusion': [
    'checkpointing: {enabled: false}\nop_fusion: true\nperformance: {batch_size: 9}',
    [LANGUAGE],
  ],
};

interface Plan {
  segments: { from: number; to: number }[];
  checkpoints: { measured: { ops: number[]; codec: number; sample: { rows: number } } | null };
}

describe('a checkpoint policy', () => {
  let ws: Workspace;
  let server: StandingServer;
  let usual: { dir: string; exported: string };

  before(async () => {
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    const faults = [{ point: 'op.start', match: 'partition_7/op_2', action: 'throw' }];
    server = await standingServer(ws, { JUICER_FAULTS: JSON.stringify(faults) });
    usual = await run('usual', '');
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  async function run(name: string, more: string): Promise<typeof usual> {
    const project = name.replaceAll(' ', '-');
    ws.write(`${project}.yaml`, recipeWith(project, more));
    const result = await ws.run(['run', `${project}.yaml`]);
    assert.equal(result.code, 0, result.stderr);
    const dir = runDirOf(result);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
    return { dir, exported: ws.read(`out/${project}.jsonl`) };
  }

  const checkpoints = (dir: string, ending = '.parquet'): string[] =>
    filesBelow(path.join(dir, 'checkpoints'), ending);
  const inEach = (stems: readonly string[], ending = '.parquet'): string[] =>
    Array.from({ length: PARTITIONS }, (_, p) =>
      stems.map((s) => `partition_00000${p}/${s}${ending}`),
    ).flat();

  for (const [name, [more, left]] of Object.entries(POLICIES)) {
    it(`${name} leaves the checkpoints that it says, and the same export`, async () => {
      const { dir, exported } = await run(name, more);
      assert.equal(exported, usual.exported);
      assert.deepEqual(checkpoints(dir), inEach(left));
      for (const file of filesBelow(path.join(usual.dir, 'results'), '.parquet')) {
        const [ours, theirs] = [dir, usual.dir].map((d) => fs.readFileSync(path.join(d, 'results', file)));
        assert.ok(ours && theirs?.equals(ours), file);
      }
    });
  }

  it('auto measures ops and codec when it plans, keeps the measure, and leaves the checkpoints of its plan', async () => {
    const { dir, exported } = await run('auto', 'checkpointing: {strategy: auto}');
    assert.equal(exported, usual.exported);
    const { segments, checkpoints: policy } = readJson<Plan>(dir, 'metadata/plan.json');
    assert.equal(policy.measured?.ops.length, 3);
    assert.equal(policy.measured.sample.rows, 60);
    const stems = [NORMALIZE, LENGTH, LANGUAGE].filter((_, i) => segments.some((s) => s.to === i));
    assert.deepEqual(checkpoints(dir), inEach(stems));
  });

  it('max_checkpoints_per_partition: 1 leaves the last file of each partition, and every record', async () => {
    const { dir, exported } = await run('few', 'checkpointing: {max_checkpoints_per_partition: 1}');
    assert.equal(exported, usual.exported);
    assert.deepEqual(checkpoints(dir), inEach([LANGUAGE]));
    const records = checkpoints(dir, '.json').filter((file) => !file.endsWith('metadata.json'));
    assert.deepEqual(records, inEach([NORMALIZE, LENGTH, LANGUAGE], '.json'));
    const cleanups = eventsOf(dir).filter((e) => e.event_type === 'CHECKPOINT_CLEANUP');
    assert.equal(cleanups.filter((e) => e.partition_id !== null).length, 2 * PARTITIONS);
  });

  for (const retention of ['cleanup_all', 'keep_failed_only']) {
    it(`retention: ${retention} leaves partitions and results of a run that is done, no checkpoints`, async () => {
      const { dir, exported } = await run(retention, `checkpointing: {retention: ${retention}}`);
      assert.equal(exported, usual.exported);
      const folders = fs.readdirSync(dir).includes('checkpoints') ? checkpoints(dir, '') : [];
      assert.deepEqual(folders, []);
      for (const folder of ['partitions', 'results'])
        assert.equal(filesBelow(path.join(dir, folder), '.parquet').length, PARTITIONS, folder);
    });
  }

  it('retention: keep_failed_only keeps the checkpoints of a partition that was skipped', async () => {
    const { code, dir } = await broken('skipped', 'on_partition_error: skip', 'keep_failed_only');
    assert.notEqual(code, 1);
    assert.deepEqual(
      checkpoints(dir),
      [NORMALIZE, LENGTH].map((s) => `${BROKEN}/${s}.parquet`),
    );
  });

  it('retention: cleanup_all removes nothing from a run that failed', async () => {
    const { code, dir } = await broken('failed', 'on_partition_error: fail', 'cleanup_all');
    assert.equal(code, 1);
    assert.ok(checkpoints(dir).includes(`${BROKEN}/${LENGTH}.parquet`));
    assert.ok(checkpoints(dir).includes(`partition_000000/${LANGUAGE}.parquet`));
  });

  /** Runs the recipe over more partitions, one of which never comes through its last op. */
  async function broken(
    name: string,
    more: string,
    retention: string,
  ): Promise<{ code: number | null; dir: string }> {
    const policy = `max_retries: 0\n${more}\ncheckpointing: {retention: ${retention}}`;
    ws.write(`${name}.yaml`, recipeWith(name, policy).replace('partition_size: 60', 'partition_size: 30'));
    const result = await ws.run(['run', `${name}.yaml`]);
    return { code: result.code, dir: runDirOf(result) };
  }

  it('plan tells the segments of every strategy, those of auto by a measure of its own', async () => {
    for (const [strategy, ends] of [
      ['every_n_ops', [1, 2]],
      ['disabled', [2]],
      ['auto', null],
    ] as const) {
      ws.write('plan.yaml', recipeWith('plan', `checkpointing: {strategy: ${strategy}}`));
      const { code, stdout, stderr } = await ws.run(['plan', 'plan.yaml', '-o', 'json']);
      assert.equal(code, 0, stderr);
      const found = (JSON.parse(stdout) as Plan).segments.map((s) => s.to);
      if (ends) assert.deepEqual(found, ends);
      else assert.equal(found.at(-1), 2);
    }
  });
});
