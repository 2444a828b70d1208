/** Patterns and replacements in Python's syntax: what they give, and what is refused. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RE, REGEX } from '../../../src/ops/text/pattern/dialect.js';
import { substitution } from '../../../src/ops/text/pattern/substitution.js';
import { PatternError } from '../../../src/ops/text/pattern/tree.js';

const WITH_REGEX = { dialect: REGEX, flags: 's' };
const WITH_RE = { dialect: RE, flags: '' };

type Case = [pattern: string, replacement: string, before: string, after: string];

const BOTH: Case[] = [
  ['x*', '-', 'abxd', '-a-b--d-'],
  ['\\bé\\w+\\b', 'X', 'aé éa😀éb', 'aé X😀X'],
  ['\\B', '|', 'ab', 'a|b'],
  ['a$', 'X', 'a a\n', 'a X\n'],
  ['a\\Z', 'X', 'a\n', 'a\n'],
  ['$', 'X', 'a\nb\n', 'a\nbX\nX'],
  ['(?m)^', '>', 'a\nb\n', '>a\n>b\n>'],
  ['(?m)a$', 'X', 'a\na', 'X\nX'],
  ['(?i)k', 'X', 'kK\u212a', 'XXX'],
  ['(?i)[^k]', 'X', 'kK\u212a-', 'kK\u212aX'],
  ['(?i)\u0390ß', 'X', '\u1fd3ẞ \u0390ß', 'X X'],
  ['(?i:a)b', 'X', 'Ab AB', 'X AB'],
  ['(?a)\\w', 'X', 'aé', 'Xé'],
  ['(?x) a b # c', 'X', 'ab', 'X'],
  ['[\\]a-]', 'X', ']a-b', 'XXXb'],
  ['[]a]', 'X', ']ab', 'XXb'],
  ['[^\\W\\d]', 'X', 'a1 é', 'X1 X'],
  ['\\x61\\u00e9\\U0001F600\\101\\0', 'X', 'aé😀A\0', 'X'],
  ['a{,2}b{1}', 'X', 'aaab{', 'aX{'],
  ['x{a}|{', 'X', 'x{a}{', 'XX'],
  ['(a)|(b)', '[\\1\\2]', 'ab', '[a][b]'],
  ['(?P<n>.)(?:(b)|c)', '\\g<n>\\g<2>\\g<0>', 'ab', 'abab'],
  ['(a|(b))+', '\\1\\2', 'ba', 'ab'],
  ['a', '\\\\\\n\\t\\.\\-', 'a', '\\\n\t\\.\\-'],
  ['(.)', '\\1\\061\\101', 'é', 'é1A'],
  ['\ud800', 'X', '\ud800 😀', 'X 😀'],
  ['.', 'X', '😀\ud83d', 'XX'],
  ['(?#comment)a|b|', '-', 'ab', '---'],
];

describe('both modules of Python', () => {
  for (const [pattern, replacement, before, after] of BOTH) {
    test(`${pattern} → ${JSON.stringify(replacement)}`, () => {
      assert.equal(substitution(pattern, replacement, WITH_REGEX)(before), after, 'regex');
      assert.equal(substitution(pattern, replacement, WITH_RE)(before), after, 're');
    });
  }
});

describe('where the two differ', () => {
  const cases: [pattern: string, before: string, withRegex: string, withRe: string][] = [
    ['\\s', 'a\u001c\u0085', 'a\u001cX', 'aXX'],
    ['\\w', 'a\u0301²', 'XX²', 'X\u0301X'],
    ['(?i)i', 'iIİı', 'XXXı', 'XXXX'],
    ['.', '\n', 'X', '\n'],
  ];
  for (const [pattern, before, withRegex, withRe] of cases) {
    test(pattern, () => {
      assert.equal(substitution(pattern, 'X', WITH_REGEX)(before), withRegex);
      assert.equal(substitution(pattern, 'X', WITH_RE)(before), withRe);
    });
  }
  test('properties are for regex only', () => {
    assert.equal(substitution('\\p{Han}\\P{L}\\pN', 'X', WITH_REGEX)('中-1'), 'X');
    assert.throws(() => substitution('\\p{Han}', '', WITH_RE), PatternError);
  });
});

describe('what is refused, with a reason', () => {
  const refused: [pattern: string, reason: RegExp][] = [
    ['a(?=b)', /lookahead cannot be translated \(at character 2\)/],
    ['(?!b)', /lookahead/],
    ['(?<=a)b', /lookbehind/],
    ['(?<!a)b', /lookbehind/],
    ['(a)\\1', /reference to a group/],
    ['(?P<n>a)(?P=n)', /reference to a group/],
    ['(?>a)', /atomic/],
    ['a++', /possessive/],
    ['(a)?(?(1)b)', /condition/],
    ['a(?i)b', /group or flag/],
    ['a**', /repeat/],
    ['*a', /nothing to repeat/],
    ['^*', /nothing to repeat/],
    ['a{2,1}', /ends before it begins/],
    ['a{1001}', /1000/],
    ['(?:a{900}){900}', /too large/],
    ['(a', /not closed/],
    ['a)', /not opened/],
    ['[a', /not closed/],
    ['[b-a]', /range/],
    ['[[:alpha:]]', /POSIX/],
    ['(?:ab){e<=1}', /approximate/],
    ['\\q', /not supported/],
    ['a\\', /not supported/],
    ['\\x4', /hexadecimal/],
    ['\\p{Nonsense}', /property/],
    ['(?P<a>x)(?P<a>y)', /two groups/],
    ['(?L)a', /flag L/],
    ['a*?', /prefers to match nothing/],
    ['|a', /prefers to match nothing/],
    ['(a*)*', /can match nothing/],
    ['a$|(?m:b$)', /\$ with and without/],
  ];
  for (const [pattern, reason] of refused) {
    test(pattern, () => {
      assert.throws(() => substitution(pattern, ''), {
        name: 'PatternError',
        message: reason,
        part: 'pattern',
      });
    });
  }
  for (const replacement of ['\\1', '\\g<n>', '\\g<1>', '\\q', '\\', '\\g1', '\\x4']) {
    test(`replacement ${replacement}`, () => {
      assert.throws(() => substitution('a', replacement), { name: 'PatternError', part: 'replacement' });
    });
  }
  test('more word characters beside \\b than there are symbols for', () => {
    const words = Array.from({ length: 70 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('|');
    assert.throws(() => substitution(`\\b(?:${words})`, ''), /word characters apart/);
    assert.equal(substitution(words, 'X')('一丁x'), 'XXx');
  });
});

test('patterns that make others try every way take one pass', () => {
  for (const [pattern, piece] of [
    ['(a+)+b', 'a'],
    ['(?:\\w+\\s?)*z', 'ab '],
    ['.*,.*,.*,.*x', ','],
  ] as const) {
    const text = piece.repeat(1024 * 1024);
    assert.equal(substitution(pattern, '')(text), text);
  }
});
