import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { buildMapping, buildPlan } from '../../src/activities/build-plan.js';
import { analyzeDataset, type AnalyzeTask } from '../../src/engine/analyze.js';
import {
  addMoments,
  addPair,
  addPairs,
  addValue,
  correlation,
  deviation,
  noMoments,
  noPairs,
} from '../../src/engine/analyze-moments.js';
import { threadPool, type ThreadPool } from '../../src/engine/pool.js';
import { scannedJsonl } from '../input/scanned.js';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe } from '../../src/recipe/load.js';
import { datasetAnalysis } from '../../src/report/analysis/build.js';
import type { DatasetAnalysis } from '../../src/report/analysis/value.js';

const RANGE = { rows: 37, bytes: 2 ** 20 };
/** Stripped, these texts are 1 to 211 characters long; every tenth line is broken. */
const lengths = Array.from({ length: 400 }, (_, i) => 1 + ((i * 97) % 211));
const lines = lengths.map((n, i) =>
  i % 10 === 9 ? '{"text": ' : JSON.stringify({ text: ` ${'x'.repeat(n)} ` }),
);
const good = lengths.filter((_, i) => i % 10 !== 9);
const PROCESS =
  'process:\n  - text_length_filter: {min_len: 1}\n  - whitespace_normalization_mapper:\n  - text_length_filter: {min_len: 40, max_len: 180}\n';

let dir = '';
let pool: ThreadPool;
before(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
  fs.writeFileSync(path.join(dir, 'in.jsonl'), lines.join('\n'));
  pool = threadPool(2, 256);
});
after(async () => {
  await pool.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

async function analysis(more: Partial<AnalyzeTask> = {}, process = PROCESS): Promise<DatasetAnalysis> {
  const dataset = path.join(dir, 'in.jsonl');
  const text = `dataset_path: ${dataset}\nexport_path: ${dir}/out.jsonl\n${process}`;
  const { recipe } = parseRecipe(text, 'recipe.yaml', { registry: builtInOps(), cwd: dir });
  const ref = { run_id: '', dir: '', recipe_sha256: '' };
  const scanned = scannedJsonl(dataset, RANGE);
  const { partitions, total_rows: rows } = buildMapping(ref, recipe, scanned);
  const { ops } = buildPlan(ref, recipe, { mappingSha256: '', heartbeatMs: 0, automaticWidth: 1 });
  const { signal } = new AbortController();
  const task = {
    ops,
    textKey: 'text',
    addSuffix: false,
    partitions,
    rows,
    limit: null,
    signal,
    onRows: () => undefined,
    ...more,
  };
  const analyzed = await analyzeDataset(pool, task);
  return datasetAnalysis(analyzed, { dataset, recipe: null, ops, totalRows: rows, seconds: 0 });
}

/** As numpy.percentile with its default, linear. */
function percentile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (q / 100) * (sorted.length - 1);
  const low = Math.floor(at);
  const [a = NaN, b = a] = sorted.slice(low, low + 2);
  return a + (b - a) * (at - low);
}

function close(actual: number | null | undefined, expected: number): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${actual}, not ${expected}`,
  );
}

test('the spread of a stat is that of all rows after the mappers, before any filter', async () => {
  const { filters, rows, kept, sample } = await analysis();
  assert.deepEqual([rows.total, rows.measured, rows.unreadable], [400, 360, 40]);
  assert.deepEqual(sample, { rows: 360, every: 1 });
  const [whole, stripped] = filters.map((f) => f.stats[0]?.spread);
  const mean = good.reduce((a, b) => a + b, 0) / good.length;
  const variance = good.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (good.length - 1);
  assert.deepEqual([stripped?.count, stripped?.nulls], [360, 0]);
  assert.deepEqual([stripped?.min, stripped?.max], [Math.min(...good), Math.max(...good)]);
  close(stripped?.mean, mean);
  close(stripped?.std, Math.sqrt(variance));
  close(whole?.mean, mean + 2);
  for (const q of [1, 5, 25, 50, 75, 95, 99])
    close(stripped?.quantiles?.[`p${String(q).padStart(2, '0')}` as 'p50'], percentile(good, q));
  const inside = good.filter((n) => n >= 40 && n <= 180).length;
  assert.deepEqual(kept, { rows: inside, share: inside / 360 });
  assert.equal(filters[1]?.kept.rows, inside);
  assert.equal(filters[0]?.kept.rows, 360);
});

test('a curve says what share other thresholds keep, and bins hold every row once', async () => {
  const { filters } = await analysis();
  const stat = filters[1]?.stats[0];
  assert.equal(stat?.kind, 'number');
  if (stat?.kind !== 'number') return;
  const [min] = stat.thresholds;
  assert.equal(min?.param, 'min_len');
  assert.ok((min?.curve.length ?? 0) > 10);
  for (const { at, kept } of min?.curve ?? []) {
    close(kept, good.filter((n) => n >= at && n <= 180).length / good.length);
  }
  assert.equal(
    stat.histogram.reduce((sum, bin) => sum + bin.rows, 0),
    good.length,
  );
});

test('correlation is that of the pairs of values, and a stat correlates with itself', async () => {
  const { correlation: found } = await analysis();
  assert.equal(found.stats.length, 2);
  assert.equal(found.matrix[0]?.[0], 1);
  close(found.matrix[0]?.[1], 1);
  assert.equal(found.matrix[0]?.[1], found.matrix[1]?.[0]);
});

test('sums of parts are the sums of the whole', () => {
  const [xs, ys] = [good.map((n) => n / 7), good.map((n, i) => n * 0.3 + (i % 17))];
  const parts = [0, 50, 51, 200, xs.length];
  const [moments, pairs] = [noMoments(), noPairs()];
  for (let k = 0; k + 1 < parts.length; k++) {
    const [m, p] = [noMoments(), noPairs()];
    for (let i = parts[k] ?? 0; i < (parts[k + 1] ?? 0); i++) {
      addValue(m, xs[i] ?? 0);
      addPair(p, xs[i] ?? 0, ys[i] ?? 0);
    }
    addMoments(moments, m);
    addPairs(pairs, p);
  }
  const avg = (v: number[]): number => v.reduce((a, b) => a + b, 0) / v.length;
  const [mx, my] = [avg(xs), avg(ys)];
  const sum = (f: (x: number, y: number) => number): number =>
    xs.reduce((s, x, i) => s + f(x - mx, (ys[i] ?? 0) - my), 0);
  close(moments.mean, mx);
  close(deviation(moments), Math.sqrt(sum((x) => x * x) / (xs.length - 1)));
  close(correlation(pairs), sum((x, y) => x * y) / Math.sqrt(sum((x) => x * x) * sum((_, y) => y * y)));
  assert.equal(correlation(noPairs()), null);
  assert.equal(deviation(noMoments()), null);
});

test('a limit takes every so manieth row of the whole input, the same ones each time', async () => {
  const first = await analysis({ limit: 100 });
  const again = await analysis({ limit: 100 });
  assert.deepEqual(first, again);
  const taken = lengths.filter((_, i) => i % 4 === 0 && i % 10 !== 9);
  assert.equal(first.rows.every, 4);
  assert.equal(first.rows.measured, taken.length);
  close(first.filters[1]?.stats[0]?.spread?.mean, taken.reduce((a, b) => a + b, 0) / taken.length);
});

test('languages are told apart, each with its share and the rows that all filters keep', async () => {
  const file = path.join(dir, 'in.jsonl');
  const saved = fs.readFileSync(file);
  const [en, de] = [
    'The cat sat on the mat and looked out of the window.',
    'Die Katze sitzt auf der Matte und schaut aus dem Fenster.',
  ];
  fs.writeFileSync(
    file,
    Array.from({ length: 100 }, (_, i) => JSON.stringify({ text: i % 4 ? en : de })).join('\n'),
  );
  try {
    const process = 'process:\n  - language_id_score_filter: {lang: en, min_score: 0.8}\n';
    const { languages, correlation: found } = await analysis({}, process);
    assert.deepEqual(
      languages.map(({ lang, rows, share, kept }) => [lang, rows, share, kept.rows]),
      [
        ['en', 75, 0.75, 75],
        ['de', 25, 0.25, 0],
      ],
    );
    close(languages[0]?.stats[0]?.std, 0);
    assert.deepEqual(found.stats, ['lang_score']);
  } finally {
    fs.writeFileSync(file, saved);
  }
});
