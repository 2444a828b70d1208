import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { normalizeFast } from '../../../src/ops/text/mark-order.js';

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'] as const;
/** Marks of many classes, some that do not move, some that come apart, and what is no mark, rarely. */
const CHARACTERS = [
  ...'\u0301\u0316\u0344\u0323\u0334\u0345\u05b0\u064b\u0f71\u0f73\u0f77\u0f80\u0f81\u3099\uff9e\uff9f\u0903\u034f\u20dd\ufe0f',
  '\u{1d165}',
  '\u{1e944}',
];

test('normal forms are those of the runtime, however many marks there are', () => {
  const run = fc
    .array(fc.constantFrom(...CHARACTERS), { minLength: 60, maxLength: 200 })
    .map((marks) => marks.join(''));
  const base = fc.constantFrom(
    '',
    'a',
    '\u00e9',
    '\u1ebf',
    '\u304b',
    '\u0b47',
    '\u09c7',
    '\uac00',
    '\u1e9b',
    '\u0001',
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(base, run), { minLength: 1, maxLength: 4 }), (parts) => {
      const text = parts.flat().join('');
      for (const form of FORMS) assert.equal(normalizeFast(text, form), text.normalize(form), form);
    }),
  );
});
