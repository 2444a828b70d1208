/** Our ops against what Data-Juicer made of samples/multilingual.jsonl (test/golden/own, see scripts/goldens/README.md). */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { rowOf } from '../ops/support.js';
import type { StatValue } from '../../src/ops/define.js';
import { builtInOps } from '../../src/ops/registry.js';
import { prepareOp, type PreparedFilter, type PreparedMapper, type PreparedOp } from '../../src/ops/run.js';
import {
  excludedIds,
  goldenNames,
  OWN,
  readGolden,
  sampleRows,
  type FilterGolden,
  type MapperGolden,
  type SampleRow,
} from './own-goldens.js';

/** The language score is a float32 of another build of the same model. */
const TOLERANCE: Record<string, number> = { lang_score: 1e-6 };

test('every sample row has a golden or a reason why not', () => {
  const excluded = excludedIds();
  const asked = Object.keys(readGolden('text_length_filter').stats);
  const all = sampleRows().map((row) => String(row.id));
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual([...asked, ...excluded].sort(), all.sort());
});

for (const name of goldenNames('mapper')) {
  test(`${name} changes the texts that the peer changes, into the same, and no others`, () => {
    const golden = readGolden<MapperGolden>(name);
    const op = prepared(golden.op, golden.config);
    assert.equal(op.kind, 'mapper');
    const changed: Record<string, string> = {};
    for (const row of askedRows()) {
      const text = mapped(op, row.text);
      if (text !== row.text) changed[row.id] = text;
    }
    assert.deepEqual(changed, golden.changed);
  });
}

for (const name of goldenNames('filter')) {
  test(`${name} measures every row as the peer does and keeps the same rows`, () => {
    const golden = readGolden<FilterGolden>(name);
    const op = prepared(golden.op, golden.config);
    assert.equal(op.kind, 'filter');
    const kept: number[] = [];
    for (const row of askedRows()) {
      const stats = measured(op, row.text);
      assertStats(stats, golden.stats[row.id], row.id);
      if (op.keep(stats)) kept.push(row.id);
    }
    assert.deepEqual(kept, golden.kept);
  });
}

test('the seed pipeline keeps the same rows as the peer, with equal texts and stats', () => {
  const golden = readGolden('pipeline.seed');
  const ops = golden.config.flatMap((step) =>
    Object.entries(step).map(([op, params]) => prepared(op, params)),
  );
  const kept = askedRows().flatMap((row) => {
    const out = runChain(ops, row.text);
    return out ? [{ id: row.id, ...out }] : [];
  });
  assert.deepEqual(
    kept.map((row) => row.id),
    golden.kept,
  );
  for (const row of kept) {
    assert.equal(
      createHash('md5').update(row.text).digest('hex'),
      golden.text_md5[row.id],
      `text of row ${row.id}`,
    );
    assertStats(row.stats, golden.stats[row.id], row.id);
  }
});

test('the goldens name the versions that made them and stay small', () => {
  const versions = JSON.parse(fs.readFileSync(path.join(OWN, 'versions.json'), 'utf8')) as {
    packages: Record<string, string>;
  };
  assert.equal(versions.packages['py-data-juicer'], '1.6.1');
  const bytes = fs.readdirSync(OWN).reduce((sum, file) => sum + fs.statSync(path.join(OWN, file)).size, 0);
  assert.ok(bytes < 1_500_000, `${bytes} bytes`);
});

function askedRows(): SampleRow[] {
  const excluded = new Set(excludedIds());
  return sampleRows().filter((row) => !excluded.has(String(row.id)));
}

function prepared(name: string, params: Record<string, unknown>): PreparedOp {
  const op = builtInOps().get(name);
  assert.ok(op, `op ${name} is not there`);
  return prepareOp(op, params, (file) => fs.readFileSync(file));
}

function mapped(op: PreparedMapper, text: string): string {
  return String(op.map(rowOf(text)));
}

function measured(op: PreparedFilter, text: string): Record<string, StatValue> {
  return op.measure(rowOf(text));
}

function runChain(
  ops: PreparedOp[],
  text: string,
): { text: string; stats: Record<string, StatValue> } | null {
  const stats: Record<string, StatValue> = {};
  for (const op of ops) {
    if (op.kind === 'mapper') {
      text = mapped(op, text);
      continue;
    }
    const own = measured(op, text);
    if (!op.keep(own)) return null;
    Object.assign(stats, own);
  }
  return { text, stats };
}

function assertStats(
  actual: Record<string, StatValue>,
  expected: Record<string, StatValue> = {},
  id: number,
): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), `stats of row ${id}`);
  for (const [key, value] of Object.entries(expected)) {
    const own = actual[key];
    if (typeof value !== 'number' || typeof own !== 'number') assert.equal(own, value, `${key} of row ${id}`);
    else
      assert.ok(
        Math.abs(own - value) <= (TOLERANCE[key] ?? 1e-10),
        `${key} of row ${id}: ${own}, not ${value}`,
      );
  }
}
