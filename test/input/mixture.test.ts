/** Mixtures: how many rows of each part are taken, which, and that every range tells its own. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { copiesOf, samplesOf } from '../../src/input/sample.js';
import { readAll, scannedMixture } from './scanned-files.js';

const DIR = fs.mkdtempSync(path.join(os.tmpdir(), 'mixture-'));
after(() => fs.rmSync(DIR, { recursive: true }));

const WHOLE = { rows: 1000, bytes: 1e9 };

function file(name: string, bytes: string | Uint8Array): string {
  fs.writeFileSync(path.join(DIR, name), bytes);
  return path.join(DIR, name);
}

function rows(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, i) => `{"text":"${prefix}${i}"}\n`).join('');
}

function counted(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

test('of every part exactly so many rows are taken as are to be, however often each', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(9000), fc.nat(), (count, take, seed) => {
      const copies = copiesOf({ rows: count, take, seed });
      const times = Array.from({ length: count }, (_, row) => copies(row));
      assert.equal(
        times.reduce((sum, n) => sum + n, 0),
        take,
      );
      assert.ok(Math.max(...times) - Math.min(...times) <= 1);
    }),
    { numRuns: 200 },
  );
});

test('rows are taken from everywhere in a part, and other ones with another seed', () => {
  const taken = (seed: number): number[] => {
    const copies = copiesOf({ rows: 10_000, take: 1000, seed });
    return Array.from({ length: 10_000 }, (_, row) => row).filter((row) => copies(row) === 1);
  };
  for (const seed of [0, 1, 42]) {
    for (let tenth = 0; tenth < 10; tenth++) {
      const here = taken(seed).filter((row) => Math.floor(row / 1000) === tenth).length;
      assert.ok(here > 60 && here < 140, `${here} of the rows of tenth ${tenth}, seed ${seed}`);
    }
  }
  const other = new Set(taken(2));
  const common = taken(1).filter((row) => other.has(row)).length;
  assert.ok(common < 200, `${common} rows in common`);
});

test('a weight is a share of the rows of its part, rounded up, or with a maximum a share of that', () => {
  const takes = (counts: number[], weights: number[], max_rows: number | null = null): number[] =>
    samplesOf(counts, { weights, max_rows, seed: 1 }).map((sample) => sample.take);
  assert.deepEqual(takes([10, 11, 3], [1, 0.5, 2]), [10, 6, 6]);
  assert.deepEqual(takes([10, 0], [0, 1]), [0, 0]);
  // As Data-Juicer shares them out: each rounded up, the last ones get what is left.
  assert.deepEqual(takes([100, 100, 100], [1, 1, 1], 10), [4, 4, 2]);
  assert.deepEqual(takes([5, 100], [0.5, 0.5], 20), [10, 10]);
});

test('a mixture is the same whatever its partitions are, in the order of the input', async () => {
  const a = file('a.jsonl', rows('a', 40));
  const b = file('b.jsonl.gz', gzipSync(rows('b', 20)));
  const c = file('c.csv', `text,n\n${Array.from({ length: 20 }, (_, i) => `c${i},${i}\n\n`).join('')}`);
  const parts = [
    { path: a, weight: 0.25 },
    { path: [b, c], weight: 1.5 },
  ];
  const whole = await readAll(await scannedMixture(parts, { bounds: WHOLE }));
  const texts = whole.rows.map((row) => (JSON.parse(row) as { text: string }).text);
  const counts = counted(texts);
  const of = (prefix: string): number[] =>
    [...counts].filter(([text]) => text.startsWith(prefix)).map(([, count]) => count);
  assert.deepEqual(of('a'), Array<number>(10).fill(1));
  assert.equal(counts.size, 50);
  assert.equal(texts.length, 70);
  const numbers = texts.filter((text) => text.startsWith('a')).map((text) => Number(text.slice(1)));
  assert.deepEqual(
    numbers,
    numbers.toSorted((x, y) => x - y),
  );
  for (const bounds of [
    { rows: 1, bytes: 1e9 },
    { rows: 7, bytes: 1e9 },
    { rows: 1000, bytes: 100 },
  ]) {
    const scanned = await scannedMixture(parts, { bounds });
    assert.ok(scanned.partitions.every((p) => p.rows <= Math.max(2, bounds.rows)));
    assert.deepEqual((await readAll(scanned)).rows, whole.rows);
  }
});

test('a broken row that is taken keeps its place', async () => {
  const d = file('d.jsonl', '{"text":"good"}\n\n{"text":\n');
  const scanned = await scannedMixture([{ path: d, weight: 2 }], { bounds: { rows: 3, bytes: 1e9 } });
  const { rows: good, quarantine } = await readAll(scanned);
  assert.equal(good.length, 2);
  assert.deepEqual(
    quarantine.map((q) => q.source?.line),
    [3, 3],
  );
});

test('a maximum draws from a list without weights too; a part of weight 0 gives nothing', async () => {
  const e = file('e.jsonl', rows('e', 30));
  const f = file('f.jsonl', rows('f', 30));
  const drawn = await readAll(await scannedMixture([e, f], { bounds: WHOLE, max: 9 }));
  assert.deepEqual(
    ['e', 'f'].map((prefix) => drawn.rows.filter((row) => row.includes(`"${prefix}`)).length),
    [5, 4],
  );
  const none = await readAll(await scannedMixture([{ path: e, weight: 0 }, f], { bounds: WHOLE }));
  assert.ok(none.rows.length === 30 && none.rows.every((row) => row.includes('"f')));
});

test('a file in two parts is taken once; with two weights it is refused', async () => {
  const g = file('g.jsonl', rows('g', 4));
  const twice = await readAll(
    await scannedMixture(
      [
        { path: g, weight: 2 },
        { path: g, weight: 2 },
      ],
      { bounds: WHOLE },
    ),
  );
  assert.equal(twice.rows.length, 8);
  await assert.rejects(
    scannedMixture([g, { path: g, weight: 2 }], { bounds: WHOLE }),
    /g\.jsonl is in two parts that have different weights/,
  );
});
