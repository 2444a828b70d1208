/** The guide's "Basic Configuration", as it stands: only the data file is supplied. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { goodSampleLines, jsonLines } from './artefacts.js';
import { PROJECT_ROOT, workspace, type CommandResult, type Workspace } from './support.js';

const RECIPE = path.join(PROJECT_ROOT, 'test/recipe/fixtures/guide-basic.yaml');
const SAMPLE = path.join(PROJECT_ROOT, 'samples/multilingual.jsonl');
const PROJECT = 'my-partitioned-project';

describe("the guide's basic configuration", () => {
  let ws: Workspace;
  let result: CommandResult;
  let rows: number;

  before(async () => {
    ws = workspace();
    const lines = goodSampleLines(fs.readFileSync(SAMPLE, 'utf8'));
    rows = lines.length;
    ws.write('data/large-dataset.jsonl', `${lines.join('\n')}\n`);
    ws.write('recipe.yaml', fs.readFileSync(RECIPE));
    result = await ws.run(['run', 'recipe.yaml']);
  });
  after(() => ws.remove());

  it('runs to its end and keeps the promises', async () => {
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await checkRun(ws.runDir(PROJECT), { expectVerdict: 'done' }), []);
  });

  it('exports English texts of 50 to 2000 characters where it says', () => {
    const kept = jsonLines<{ text: string }>(ws.read('outputs/processed-dataset.jsonl'));
    assert.ok(kept.length > 50 && kept.length < rows, `${kept.length} rows of ${rows}`);
    for (const { text } of kept) {
      const length = [...text].length;
      assert.ok(length >= 50 && length <= 2000, `a text of ${length} characters was kept`);
    }
    assert.match(result.stdout, new RegExp(`${rows} in, ${kept.length} kept`));
  });

  it('says once that ray_address has no effect', () => {
    const notices = result.stderr.split('\n').filter((line) => line.includes('ray_address'));
    assert.equal(notices.length, 1, result.stderr);
    assert.match(notices[0] ?? '', /accepted for compatibility and has no effect/);
  });

  it("leaves the work directory under the guide's names", () => {
    const dir = ws.runDir(PROJECT);
    const ops = ['whitespace_normalization_mapper', 'text_length_filter', 'language_id_score_filter'];
    const names = [
      'metadata/dataset_mapping.json',
      'metadata/final_mapping_report.json',
      'logs/processing_events.jsonl',
      'logs/processing_summary.json',
      'logs/performance_metrics.json',
      'partitions/partition_000000.parquet',
      ...ops.map((op, i) => `checkpoints/partition_000000/op_00${i}_${op}.parquet`),
      'checkpoints/partition_000000/metadata.json',
      'results/partition_000000_processed.parquet',
      'temp/intermediate_data',
    ];
    const missing = names.filter((name) => !fs.existsSync(path.join(dir, name)));
    assert.deepEqual(missing, []);
  });
});
