/** The tables of characters against those that were recorded of Python 3.11 and of the peer, every code point. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ALNUM, countLetters, SPECIAL } from '../../../src/ops/text/characters.js';
import { CodePointSet, shareIn } from '../../../src/ops/text/code-point-set.js';
import { projectRoot } from '../support.js';

const ASSETS = join(projectRoot(), '..', 'shared', 'golden', 'assets');
const SKIP =
  existsSync(ASSETS) || process.env.JUICER_REQUIRE_ALL === '1'
    ? false
    : 'the recorded tables are not beside the project (../shared/golden/assets)';

test('a table names ranges by the gap before them and what they have besides their first', () => {
  const set = new CodePointSet('\n  1t 1,2\n  0 ');
  const members = [];
  for (let point = 0; point < 0x110000; point++) if (set.has(point)) members.push(point);
  assert.deepEqual(members, [65, 67, 68, 69, 70]);
});

test('the share is of code points, a lone surrogate being one', () => {
  assert.equal(shareIn('', ALNUM), 0);
  assert.equal(shareIn('a\u{1F600}\ud800 b', ALNUM), 2 / 5);
  assert.equal(shareIn('\u{1F600}\ude00a', SPECIAL), 1 / 3);
});

test('letters are of every script, numbers of every kind; marks and punctuation are not', () => {
  for (const member of [
    'Z',
    '\u00DF',
    '\u6F22',
    '\u0661',
    '\u00BD',
    '\u2167',
    '\u3038',
    '\u{1D7D8}',
    '\u{20000}',
  ])
    assert.ok(ALNUM.has(member.codePointAt(0) ?? 0), member);
  for (const other of ['_', ' ', '\u0301', '\u200D', '\uD800', '\u{1F600}', '\u{10FFFF}'])
    assert.ok(!ALNUM.has(other.codePointAt(0) ?? 0), other);
});

test('letters that came after Unicode 14 are none', () => {
  for (const later of [0x1c89, 0xa7cb, 0x10d50, 0x31350]) assert.ok(!ALNUM.has(later));
});

test('letters and numbers are those of Python 3.11', { skip: SKIP }, () => {
  const { isalnum } = read('python311_unicode.json') as { isalnum: [number, number][] };
  assertMembers(ALNUM, isalnum);
});

test('letters alone are those of Python 3.11', { skip: SKIP }, () => {
  const { isalpha } = read('python311_unicode.json') as { isalpha: [number, number][] };
  const wanted = new Set(
    isalpha.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
  );
  for (let point = 0; point < 0x110000; point++)
    assert.equal(countLetters(String.fromCodePoint(point)), wanted.has(point) ? 1 : 0, point.toString(16));
});

test('special characters are those of the peer', { skip: SKIP }, () => {
  const { special_single } = read('characters.json') as { special_single: string[] };
  assert.equal(special_single.length, 1618);
  assertMembers(
    SPECIAL,
    special_single.map((hex) => [parseInt(hex, 16), parseInt(hex, 16)]),
  );
});

function assertMembers(set: CodePointSet, ranges: [number, number][]): void {
  const wanted = new Uint8Array(0x110000);
  for (const [first, last] of ranges) wanted.fill(1, first, last + 1);
  for (let point = 0; point < wanted.length; point++)
    if (set.has(point) !== (wanted[point] === 1)) assert.fail(`U+${point.toString(16)}`);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(ASSETS, file), 'utf8'));
}
