import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemsOf } from './helper.js';

/** `a` to `i`, each nine times the one before: 387 million values if it were taken apart. */
const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    [...'bcdefghi'].map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${'abcdefgh'[i] ?? ''}`)
          .join(', ')}]`,
    ),
  )
  .join('\n');

const HOSTILE: [title: string, text: string, message: RegExp][] = [
  ['an alias bomb', BOMB, /more than 100 aliases/],
  ['an alias inside itself', 'a: &a [*a]', /more than 100 aliases|nested more than/],
  ['an alias to nothing', 'a: *b', /alias \*b names no anchor/],
  ['a hundred thousand open brackets', '['.repeat(100_000), /nested more than 64 levels/],
  ['a hundred thousand dashes', '- '.repeat(100_000), /nested more than 64 levels/],
  [
    'a staircase of keys',
    Array.from({ length: 200 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    /nested more than 64/,
  ],
  ['more parts than any recipe has', `a: [${'1,'.repeat(200_000)}]`, /more than 200000 parts/],
  ['more than a megabyte', `# ${'x'.repeat(1_000_001)}`, /larger than 1000000 bytes/],
  ['a tag', 'a: !!str 5', /tag tag:yaml.org,2002:str is not allowed/],
  ['a tag of its own', 'a: !!js/function "x"', /tag .* is not allowed/],
  ['a tag on a map', 'a: !foo {b: 1}', /tag !foo is not allowed/],
  ['__proto__', '__proto__: {polluted: true}', /key "__proto__" is not allowed/],
  ['constructor inside', 'retry: {constructor: {prototype: 1}}', /key "constructor" is not allowed/],
  ['prototype in an op', 'process: [text_length_filter: {prototype: 1}]', /key "prototype" is not allowed/],
  ['a key twice', 'np: 1\nnp: 2', /key "np" stands here twice/],
  ['a key twice in a flow map', 'retry: {backoff: 1, backoff: 2}', /key "backoff" stands here twice/],
  ['two documents', 'np: 1\n---\nnp: 2', /more than one document/],
  ['thousands of documents', '---\n'.repeat(50_000), /more than one document/],
  ['a directive for YAML 1.1', '%YAML 1.1\n---\nnp: 1', /directives/],
  ['a directive for tags', '%TAG ! tag:example.org,2000:\n---\nnp: 1', /directives/],
  ['a key that is a number', '1: a', /a key must be text/],
  ['a key that is a list', '? [a]\n: b', /a key must be text/],
  ['a key that is an alias', 'a: &x y\n*x : 1', /a key must be text/],
  ['a quote that does not end', 'np: "1', /not valid YAML: missing closing/],
  ['tabs for indentation', 'retry:\n\tbackoff: 2', /not valid YAML: tabs/],
  ['a list on top', '- a', /expected a mapping, found a list/],
  ['an empty text', '', /expected a mapping, found nothing/],
  ['comments only', '# nothing\n', /expected a mapping, found nothing/],
];

for (const [title, text, message] of HOSTILE) {
  test(`${title} is refused`, () => {
    const problems = problemsOf(text);
    assert.ok(problems.length > 0);
    assert.ok(
      problems.some((problem) => message.test(problem.message)),
      problems.map((problem) => problem.message).join('\n'),
    );
    assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false);
  });
}

test('a bomb ends the reading at once: it is the only thing reported', () => {
  assert.equal(problemsOf(`${BOMB}\n`).filter((p) => p.message.includes('aliases')).length, 1);
});

test('an unknown key as long as a page is shown shortened', () => {
  const [problem] = problemsOf(`${'k'.repeat(5000)}: 1`);
  assert.ok((problem?.message.length ?? 0) < 120);
});

test('a long value is not repeated in a message', () => {
  const [problem] = problemsOf(`np: ${'secret'.repeat(20)}`);
  assert.match(problem?.message ?? '', /found a text of 120 characters$/);
});

test('the value of a refused key is never shown', () => {
  const problems = problemsOf('alerts: {webhook: "https://example.org/s3cret"}');
  assert.ok(problems.every((problem) => !JSON.stringify(problem).includes('s3cret')));
});
