/** The seed recipe over the peer's golden input, end to end: the same documents, whatever the partition size. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { PROJECT_ROOT, seedRecipe, workspace, type Workspace } from './support.js';

const GOLDEN = path.resolve(PROJECT_ROOT, '../shared/golden');
const here = fs.existsSync(path.join(GOLDEN, 'pipeline.seed.json'));

interface Golden {
  kept: number[];
  text_md5: Record<string, string>;
  stats: Record<string, Record<string, number | string>>;
}

describe(
  'the seed recipe over the golden input',
  { skip: here ? false : 'the golden input is not there' },
  () => {
    const ws: Workspace[] = [];
    const exports = new Map<number, string>();
    const golden = here
      ? (JSON.parse(fs.readFileSync(path.join(GOLDEN, 'pipeline.seed.json'), 'utf8')) as Golden)
      : null;

    before(async () => {
      for (const size of [7, 100, 10_000]) {
        const w = workspace();
        ws.push(w);
        w.write(
          'recipe.yaml',
          seedRecipe({
            dataset: path.join(GOLDEN, 'input.jsonl'),
            more: `partition_size: ${size}\nkeep_stats_in_res_ds: true`,
          }),
        );
        const result = await w.run(['run', 'recipe.yaml']);
        assert.equal(result.code, 0, result.stderr);
        exports.set(size, w.read('out/result.jsonl'));
      }
    });
    after(async () => {
      for (const w of ws) await w.remove();
    });

    it('keeps exactly the documents that the peer keeps, in input order, with the same texts', () => {
      const rows = parse(exports.get(100));
      assert.deepEqual(
        rows.map((r) => r.id),
        golden?.kept,
      );
      for (const row of rows)
        assert.equal(
          createHash('md5').update(row.text).digest('hex'),
          golden?.text_md5[row.id],
          `text of ${row.id}`,
        );
    });

    it('computes the same stats', () => {
      for (const row of parse(exports.get(100))) {
        const expected = golden?.stats[row.id] ?? {};
        for (const [name, value] of Object.entries(expected)) {
          const own = row.__dj__stats__[name];
          if (typeof value !== 'number' || typeof own !== 'number')
            assert.equal(own, value, `${name} of ${row.id}`);
          else
            assert.ok(
              Math.abs(own - value) <= (name === 'lang_score' ? 1e-6 : 1e-10),
              `${name} of ${row.id}: ${own} against ${value}`,
            );
        }
      }
    });

    it('gives the same bytes with partitions of 7, 100 and 10000 rows', () => {
      assert.equal(exports.get(7), exports.get(100));
      assert.equal(exports.get(10_000), exports.get(100));
    });

    it('breaks no promise that an independent checker can see', async () => {
      for (const w of ws)
        assert.deepEqual(await checkRun(w.runDir('seed'), { input: path.join(GOLDEN, 'input.jsonl') }), []);
    });
  },
);

interface Row {
  id: number;
  text: string;
  __dj__stats__: Record<string, number | string>;
}

function parse(text: string | undefined): Row[] {
  return (text ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);
}
