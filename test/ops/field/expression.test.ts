/** Conditions in Python's syntax: what Python 3.11 says of each, with the peer's rule on None. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileExpression, expressionProblem } from '../../../src/ops/field/expression.js';
import { JuicerError } from '../../../src/model/errors.js';
import { rowOf } from '../support.js';

const ROW = rowOf('some text', {
  n: 3,
  zero: 0,
  big: 9007199254740993n,
  half: 0.5,
  yes: true,
  none: null,
  word: 'b',
  tags: ['a', 'b'],
  empty: [],
  meta: { lang: 'en', stars: 4, deep: { er: [1, 2] }, gap: null },
  naïve: 'ï',
  '\uff46': 'not normal',
  f: 'normal',
});

function valueOf(condition: string): unknown {
  return compileExpression(condition)(ROW);
}

const TRUE = [
  'n == 3 and word == "b"',
  '1 < n <= 3 < 4',
  'n != 4 != n',
  'not n == 4',
  'not not yes',
  "meta.lang in ['en', 'de']",
  "meta.lang in ('en',) and meta.lang in {'en', 'de'} and 'e' in meta.lang",
  "'lang' in meta and 'nothing' not in meta",
  'meta.deep.er == [1, 2] and meta.deep.er != (1, 2)',
  'yes == 1 and True == 1.0 and 1 in [True]',
  'none == 1 or n == 3 and yes',
  'n in (1, 2, 3)',
  '-n == -3 and +n == 3 and --n == 3 and - - n == n and -yes == -1',
  'big == 9007199254740993 and big != 9007199254740992 and big > 1e15',
  '0x1f == 31 and 0o17 == 15 and 0b1_0 == 2 and 1_000 == 1e3 and .5 == half and 5. == 5 and 00 == 0',
  "'a' 'b' == 'ab' and r'\\n' == '\\\\n' and '\\x41\\u0042\\U00000043\\104' == 'ABCD' and '\\q' == '\\\\q'",
  "'''a'b''' == \"a'b\" and 'a\\\nb' == 'ab' and u'x' == 'x'",
  '[1, 2] < [1, 3] and (1,) < (1, 2) and [] < [0] and [2] > [1, 9]',
  "'\uffff' < '\u{1F600}' and 'a' < 'b' and 'a' < 'ab'",
  "word in tags and 'c' not in tags and [] == empty and () == ()",
  "text == 'some text' and 'me te' in text",
  '{1, 2} == {2, 1, 1} and {1} != {2}',
  '(\n  n > 2 # more than two\n  and n < 4\n)',
  'naïve == "ï" and \uff46 == "normal"',
  'none not in [None] and nothing not in tags',
];

const FALSE = [
  'none == None',
  'none != 1',
  'nothing == None',
  'none in [None]',
  '1 < n < 3 < nothing',
  '1 < none < "text"',
  'meta.gap.deeper == 1',
  'word.upper == 1',
  'zero or empty or none or "" or 0.0 or () or False or nothing',
];

test('conditions that Python finds true', () => {
  for (const condition of TRUE) assert.equal(valueOf(condition), true, condition);
});

test('conditions that are false, with None on a side or what counts as false', () => {
  for (const condition of FALSE) assert.equal(valueOf(condition), false, condition);
});

test('and, or and not give truth values; a value alone stays what it is', () => {
  assert.equal(valueOf('n and word'), true);
  assert.equal(valueOf('n or 1 < "a"'), true, 'what comes after is not looked at');
  assert.equal(valueOf('n'), 3);
  assert.equal(valueOf('meta.lang'), 'en');
});

test('values that have no order make the row fail, naming the place and no value of the row', () => {
  const wrong: [string, RegExp][] = [
    ["n < 'a'", /character 3: number < text/],
    ['n > 1 and meta >= meta', /character 16: mapping >= mapping/],
    ["1 in 'abc'", /character 3: number in text/],
    ['n in n', /character 3: number in number/],
    ['-word', /character 1: - before text/],
    ['-none', /character 1: - before none/],
    ['tags in {1}', /list in set/],
    ['{tags}', /character 1: list cannot be in a set/],
    ['{1} < {1, 2}', /set < set/],
  ];
  for (const [condition, message] of wrong)
    assert.throws(
      () => valueOf(condition),
      (error) => error instanceof JuicerError && error.code === 'E_ROW' && message.test(error.message),
      condition,
    );
});

test('what is no condition, or is not supported, is told with its place', () => {
  const wrong: [string, RegExp][] = [
    ['n = 3', /character 3: "=" is not supported; write ==/],
    ['len(text) > 3', /character 4: calls are not supported/],
    ["meta['lang'] == 1", /character 5: square brackets/],
    ['n + 1 > 2', /character 3: arithmetic/],
    ['n * 2', /character 3: "\*" is not supported/],
    ['n > ', /character 5: expected a value, found the end/],
    ['n > 1 word', /character 7: expected an operator or the end, found word/],
    ['(n > 1', /character 7: expected , or \), found the end/],
    ['(n, len(text))', /character 8: calls/],
    ['n is None', /character 3: expected an operator or the end, found is/],
    ['n if yes else 1', /found if/],
    ['lambda', /character 1: lambda is not supported/],
    ['n == not yes', /character 6: not is not supported here/],
    ['meta.class', /character 6: class is not supported/],
    ["'no end", /character 1: this text has no end/],
    ["x == 'a\\xZ1'", /character 8: this escape/],
    ["'\\N{BULLET}'", /this escape/],
    ["'\\U00110000'", /this escape/],
    ["b'x'", /text of this kind/],
    ['f"{n}"', /text of this kind/],
    ['012', /this is no number/],
    ['12abc', /this is no number/],
    ['1__0', /this is no number/],
    ['1j', /this is no number/],
    ['{}', /mappings/],
    ["{'a': 1}", /":" is not supported/],
    ['__dj__stats__.text_len > 3', /character 1: conditions on stats/],
    ['\u{1F600}', /character 1: "\u{1F600}" is not supported/u],
    ["'\u{1F600}' ?", /character 5: "\?"/],
    ['(1 2)', /character 4: expected , or \)/],
    ['[,]', /character 2: expected a value/],
    ['a..b', /character 3: expected a name/],
    ['9'.repeat(5000), /too long/],
    ['('.repeat(5000), /nested too deeply/],
    ['not '.repeat(5000), /nested too deeply/],
    [`${'-'.repeat(5000)}1`, /nested too deeply/],
  ];
  for (const [condition, message] of wrong) {
    const problem = expressionProblem(condition);
    assert.match(problem ?? 'no problem', message, condition.slice(0, 40));
  }
});

test('a long condition is read in a moment', () => {
  const words = Array.from({ length: 50_000 }, (_, i) => `'word${i}'`).join(', ');
  assert.equal(valueOf(`word not in [${words}]`), true);
  for (const text of ['_', '1', '1.', "'\\", 'a.', '1_', ' ', '\\\n', '#', '"', 'e1', '0x'])
    expressionProblem(text.repeat(200_000));
});
