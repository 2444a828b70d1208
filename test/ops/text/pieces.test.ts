/** Lines, words, n-grams and fractions, as the peer has them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { throughDecimals } from '../../../src/ops/text/decimals.js';
import { measureLines } from '../../../src/ops/text/lines.js';
import { NgramCounter } from '../../../src/ops/text/ngrams.js';
import { codePointsOf, wordNumbers } from '../../../src/ops/text/symbols.js';
import { lowerWords, refinedWords } from '../../../src/ops/text/words.js';

test('lines end at every break that Python knows, CR LF counting once, and a last break begins none', () => {
  const breaks = '\n\v\f\r\u001c\u001d\u001e\u0085\u2028\u2029';
  for (const end of breaks) assert.deepEqual(measureLines(`ab${end}c`), { lines: 2, longest: 2, length: 4 });
  for (const other of '\u001f\u00a0\u200b\ufeff\t') assert.equal(measureLines(`ab${other}c`).lines, 1);
  assert.deepEqual(measureLines(''), { lines: 0, longest: 0, length: 0 });
  assert.deepEqual(measureLines('\n'), { lines: 1, longest: 0, length: 1 });
  assert.deepEqual(measureLines('a\r\nbc\r\n'), { lines: 2, longest: 2, length: 7 });
  assert.deepEqual(measureLines('a\n\rb'), { lines: 3, longest: 1, length: 4 });
  assert.deepEqual(measureLines('a\r\r\n\n'), { lines: 3, longest: 1, length: 5 });
});

test('lines are measured in code points', () => {
  assert.deepEqual(measureLines('\u{1F600}\u{1F600}\n\ud800\ude00\ude00'), {
    lines: 2,
    longest: 2,
    length: 5,
  });
});

test('words stand between spaces, tabs and line feeds, and no other space', () => {
  assert.deepEqual(refinedWords('a b\tc\nd  e'), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(refinedWords('a\rb c\u00a0d e\u3000f'), ['a\rb', 'c\u00a0d', 'e\u3000f']);
  assert.deepEqual(refinedWords(''), []);
});

test('special characters go at the ends of a word only; digits and emoji are special', () => {
  assert.deepEqual(refinedWords('"can\'t", 2024 x2 2x2x (a1b)'), ["can't", 'x', 'x2x', 'a1b']);
  assert.deepEqual(refinedWords('\u{1F600}a\u{1F600}b\u{1F600} \u{1F600}\u{1F600} \r\u00a0c'), [
    'a\u{1F600}b',
    '\u00a0c',
  ]);
  assert.deepEqual(refinedWords('\ud800 a\udc00 \ude00\u{1F600}'), ['\ud800', 'a\udc00', '\ude00']);
});

test('words become small before their ends are looked at', () => {
  assert.deepEqual(lowerWords('\u039f\u03a3 \u0130 \u24c2'), ['\u03bf\u03c2', 'i\u0307', '\u24dc']);
  assert.deepEqual(refinedWords('\u24c2'), []);
});

test('n-grams are counted as slices of the sequence are', () => {
  const counter = new NgramCounter();
  const symbols = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 80 });
  fc.assert(
    fc.property(symbols, fc.integer({ min: 1, max: 7 }), (values, n) => {
      const counts = new Map<string, number>();
      for (let i = 0; i + n <= values.length; i++) {
        const gram = values.slice(i, i + n).join();
        counts.set(gram, (counts.get(gram) ?? 0) + 1);
      }
      assert.deepEqual([...counter.count(Int32Array.from(values), n)], [...counts.values()]);
    }),
    { numRuns: 500 },
  );
});

test('a long sequence of long n-grams takes no longer than a short one', () => {
  const counter = new NgramCounter();
  assert.deepEqual([...counter.count(new Int32Array(1_000_000), 400_000)], [600_001]);
  const period = Int32Array.from({ length: 1_000_000 }, (_, i) => i % 3);
  assert.deepEqual([...counter.count(period, 400_000)], [200_001, 200_000, 200_000]);
});

test('symbols are code points, or numbers of words', () => {
  assert.deepEqual([...codePointsOf('a\u{1F600}\ud800')], [0x61, 0x1f600, 0xd800]);
  assert.deepEqual([...wordNumbers(['b', 'a', 'b', 'constructor'])], [1, 2, 1, 3]);
});

test("fractions have the peer's ten decimals, and its way of reading them", () => {
  const pairs = [
    [0.3, 0.30000000000000004],
    [0.25, 0.25],
    [1 / 3, 0.33333333330000003],
    [2 / 3, 0.6666666667000001],
    [-0.3, -0.30000000000000004],
    [12.99999999999, 13],
    [4e-11, 0],
    [1e-16, 1e-16],
    [1e300, 1e300],
    [0, 0],
    [7, 7],
  ] as const;
  for (const [value, read] of pairs) assert.equal(throughDecimals(value), read, String(value));
  assert.ok(Number.isNaN(throughDecimals(NaN)));
});
