/** The guide's trouble 4, slow processing: a slow op, unlike partitions, too few of them; found and cured by what is named. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { readJson, runDirOf, runIdOf } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { until, workspace, type Workspace } from './support.js';
import {
  advice,
  analysed,
  assertCured,
  assertEnded,
  assertNames,
  heldRun,
  type Analysis,
} from './troubleshooting-support.js';

const SLOW_ROW = 'a row that takes its time';
const [NORMALIZE, LANGUAGE] = ['whitespace_normalization_mapper', 'language_id_score_filter'];
/** Room for 16 partitions. */
const WIDE = 'performance: {num_workers: 4, prefetch_factor: 4}';
const [SLOW_OP, UNLIKE, FEW] = [/decides how long/, /not alike/, /fewer partitions than threads/];

describe('trouble with slow work', () => {
  let w: Workspace;
  before(() => {
    w = workspace();
    const heavy = { text: 'heavy words '.repeat(10_000) };
    const lines = [{ text: SLOW_ROW }, ...Array.from({ length: 59 }, () => heavy)];
    w.write('in.jsonl', lines.map((row) => `${JSON.stringify(row)}\n`).join('') + proseLines());
  });
  after(() => w.remove());

  /** Runs undisturbed; gives its folder and analysis. */
  async function cured(name: string, recipe: string): Promise<{ dir: string; analysis: Analysis }> {
    w.write(`${name}.yaml`, recipe);
    const result = await w.run(['run', `${name}.yaml`]);
    assertEnded(result, 0);
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
    return { dir: runDirOf(result), analysis: await analysed(w, runIdOf(result)) };
  }

  describe('an op that takes long over rows of a large partition', () => {
    let analysis: Analysis;
    before(async () => {
      w.write('slow.yaml', recipeWith('slow', WIDE));
      const fault = { point: 'op.row', match: SLOW_ROW };
      analysis = (await heldRun(w, { project: 'slow', others: 5 }, fault)).analysis;
    });

    it('is named, as are the partition that stands out and the lack of others', () => {
      const op = advice(analysis, 'slow', SLOW_OP);
      assert.match(op.problem, new RegExp(NORMALIZE));
      assertNames(op, 'process', 'performance.num_workers', 'juicer worker');
      const skew = advice(analysis, 'slow', UNLIKE);
      assert.match(skew.evidence.join(), /^partition 0 took/);
      assertNames(skew, 'max_partition_size_mb', 'partition_size');
      assertNames(advice(analysis, 'slow', FEW), 'partition_size');
    });

    it('is cured by max_partition_size_mb: partitions are alike in bytes, and there are enough of them', async () => {
      assert.ok((analysis.skew.bytes?.ratio ?? 0) > 30);
      const even = await cured('even', recipeWith('even', `max_partition_size_mb: 0.25\n${WIDE}`));
      assert.ok((even.analysis.skew.bytes?.ratio ?? Infinity) < 3);
      assertCured(even.analysis, 'slow', FEW);
    });

    it('is cured by a cheap filter before the op: fewer rows reach it', async () => {
      const filter = '  - text_length_filter: {min_len: 50, max_len: 2000}\n';
      const late = await cured('late', recipeWith('late', '').replace(filter, '') + filter);
      const early = await cured('early', recipeWith('early', ''));
      assert.equal(rowsInto(late.dir), 354);
      assert.ok(rowsInto(early.dir) <= 294, `${rowsInto(early.dir)} rows`);
    });
  });

  it('is cured by num_workers: as many threads work side by side', async () => {
    const holds = [1, 2, 3].map((p) => ({
      point: 'op.start',
      match: `partition_${p}/op_1/`,
      action: 'hold',
      marker: w.path(`side-${p}`),
    }));
    w.write('side.yaml', recipeWith('side', 'performance: {num_workers: 3}'));
    const running = w.start(['run', 'side.yaml'], { JUICER_FAULTS: JSON.stringify(holds) });
    const markers = holds.map(({ marker }) => marker);
    await until(() => markers.every((m) => fs.existsSync(m)), 60_000, 'three threads to work at a time');
    for (const marker of markers) fs.writeFileSync(`${marker}.go`, '');
    const result = await running.done;
    assertEnded(result, 0);
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
  });

  function rowsInto(dir: string): number {
    const { ops } = readJson<{ ops: { name: string; rows_in: number }[] }>(
      dir,
      'logs/performance_metrics.json',
    );
    return ops.find((op) => op.name === LANGUAGE)?.rows_in ?? -1;
  }
});
