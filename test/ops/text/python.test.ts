import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { codePoints, isSpace, lower, strip } from '../../../src/ops/text/python.js';

test('lower-casing keeps the rules of context: final sigma and the dotted capital I', () => {
  assert.equal(lower('ΟΔΥΣΣΕΥΣ ΣΑΣ. Σ'), 'οδυσσευς σας. σ');
  assert.equal(lower('İI'), 'i\u0307i');
  assert.equal(lower('\u{10400}K'), '\u{10428}k');
});

test('capitals that came after Unicode 14 stay, and end a word', () => {
  for (const capital of ['\u1c89', '\ua7cb', '\ua7dc', '\u{10d50}', '\u{10d65}', '\u{16ea0}']) {
    assert.equal(lower(`A${capital}B`), `a${capital}b`);
  }
  assert.equal(lower('ΑΣ\u{10d50}'), 'ας\u{10d50}');
});

test('strip takes the white space of Python off, which is not that of JavaScript', () => {
  assert.equal(strip('\u001c\u0085 a \u3000'), 'a');
  assert.equal(strip('\ufeffa'), '\ufeffa');
  assert.equal(strip('\u200ba'), '\u200ba');
});

test('exactly the 29 characters of str.isspace are white space', () => {
  const found = Array.from({ length: 0x10000 }, (_, unit) => unit).filter(isSpace);
  const ranges = [
    [0x09, 0x0d], [0x1c, 0x20], [0x85, 0x85], [0xa0, 0xa0], [0x1680, 0x1680], [0x2000, 0x200a],
    [0x2028, 0x2029], [0x202f, 0x202f], [0x205f, 0x205f], [0x3000, 0x3000],
  ] as const; // prettier-ignore
  const expected = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  assert.deepEqual(found, expected);
  assert.equal(found.length, 29);
});

test('code points are counted as a string is iterated', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer(), (text, cut) => {
      const part = text.slice(Math.abs(cut) % (text.length + 1));
      assert.equal(codePoints(part), [...part].length);
    }),
  );
});
