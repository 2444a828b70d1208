/** Partitions that are shared out evenly: they hold every row, keep to their bounds, and are alike. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Cutter, type CutBounds, type CutPartition } from '../../src/input/cutter.js';
import { LineSplitter } from '../../src/input/splitter.js';
import type { EvenParts } from '../../src/model/sizing.js';

/** Files of lines of these sizes, line feed included. */
type Files = readonly (readonly number[])[];

function cut(files: Files, bounds: CutBounds, chunk = Infinity): CutPartition[] {
  const cutter = new Cutter(bounds);
  for (const [i, sizes] of files.entries()) {
    const bytes = Buffer.from(sizes.map((size) => `${'x'.repeat(size - 1)}\n`).join(''));
    const splitter = new LineSplitter();
    cutter.begin({ file: `f${i}`, format: 'jsonl', packing: 'none' });
    for (let at = 0; at < bytes.length; at += chunk)
      cutter.chunk(bytes.subarray(at, at + chunk), at, splitter);
    cutter.end(bytes.length, splitter);
  }
  return cutter.finish();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const even = (unit: EvenParts['unit'], total: number, parts: number): EvenParts => ({ unit, total, parts });

const someFiles = fc.array(fc.array(fc.integer({ min: 2, max: 60 }), { maxLength: 40 }), { maxLength: 6 });

test('a number of partitions is met exactly, the first have one row more', () => {
  fc.assert(
    fc.property(someFiles, fc.integer({ min: 1, max: 50 }), (files, asked) => {
      const rows = files.flat().length;
      const parts = Math.max(1, Math.min(rows, asked));
      const found = cut(files, { rows: null, bytes: 1e9, even: even('rows', rows, parts) });
      const each = Array.from(
        { length: parts },
        (_, k) => Math.floor(rows / parts) + (k < rows % parts ? 1 : 0),
      );
      assert.deepEqual(
        found.map((p) => p.rows),
        rows === 0 ? [] : each,
      );
    }),
  );
});

test('every row is in one partition, in order, whatever the shares and whatever is known of the total', () => {
  const unit = fc.constantFrom('rows' as const, 'bytes' as const);
  const share = fc.record({
    unit,
    total: fc.integer({ min: 0, max: 3000 }),
    parts: fc.integer({ min: 1, max: 30 }),
  });
  const bound = fc.record({
    rows: fc.option(fc.integer({ min: 1, max: 50 })),
    bytes: fc.integer({ min: 10, max: 900 }),
  });
  fc.assert(
    fc.property(someFiles, share, bound, fc.integer({ min: 1, max: 50 }), (files, parts, bounds, chunk) => {
      const found = cut(files, { ...bounds, even: parts });
      assert.deepEqual(cut(files, { ...bounds, even: parts }, chunk), found);
      let row = 0;
      for (const { sources, rows, bytes } of found) {
        assert.ok(
          rows <= (bounds.rows ?? Infinity) && (bytes <= bounds.bytes || rows === 1),
          `${rows} ${bytes}`,
        );
        for (const source of sources) {
          assert.equal(source.row_start, row);
          row = source.row_end;
        }
      }
      assert.equal(row, files.flat().length);
      assert.equal(sum(found.map((p) => p.bytes)), sum(files.flat()));
    }),
  );
});

test('parts by size differ by no more than a row, and there are as many as were reckoned with', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 2, max: 20 }), { minLength: 100, maxLength: 400 }),
      fc.integer({ min: 1, max: 9 }),
      (sizes, parts) => {
        const total = sum(sizes);
        const found = cut([sizes], { rows: null, bytes: 1e9, even: even('bytes', total, parts) });
        assert.equal(found.length, parts);
        for (const { bytes } of found) assert.ok(Math.abs(bytes - total / parts) <= 20, `${bytes}`);
      },
    ),
  );
});

test('where the greatest size leaves no room, parts are smaller rather than the last one tiny', () => {
  const sizes = Array.from({ length: 200 }, () => 7);
  const found = cut([sizes], { rows: null, bytes: 100, even: even('bytes', 1400, 14) }).map((p) => p.bytes);
  assert.ok(Math.min(...found) >= 84 && Math.max(...found) <= 100, found.join());
});

test('a huge row leaves the partitions behind it as they were meant to be', () => {
  const sizes = [...Array<number>(50).fill(10), 1000, ...Array<number>(150).fill(10)];
  const found = cut([sizes], { rows: null, bytes: 1e9, even: even('bytes', 3000, 30) }).map((p) => p.bytes);
  assert.equal(found.filter((size) => size === 100).length, found.length - 1);
  assert.equal(Math.max(...found), 1000);
});

test('where more comes than was reckoned with, it is cut like the rest', () => {
  const found = cut([Array<number>(100).fill(10)], { rows: null, bytes: 1e9, even: even('bytes', 700, 7) });
  assert.deepEqual(
    found.map((p) => p.bytes),
    Array<number>(10).fill(100),
  );
});
