import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sentencesOf } from '../../../src/ops/text/sentences.js';
import { preparedMapper, rowOf } from '../support.js';

const MEGABYTE = 1024 * 1024;
const SECONDS = 10;

function split(text: string, params: object = {}): unknown {
  return preparedMapper('sentence_split_mapper', params).map(rowOf(text));
}

test('sentences stand on lines of their own, without the white space between them', () => {
  assert.equal(split('He said "Hi." Then left. (Yes.) Ok'), 'He said "Hi."\nThen left.\n(Yes.)\nOk');
  assert.equal(split('a!\n\n\nb'), 'a!\nb');
  assert.equal(split('Wait?! No.\u00a0 Go.\u2003'), 'Wait?!\nNo.\nGo.');
  assert.equal(split('3.14 is pi. One.Two a. b'), '3.14 is pi.\nOne.Two a. b');
});

test('a line break alone ends no sentence; white space at the start stays, that at the end goes', () => {
  assert.equal(split('Title\n\nBody here. Next one.'), 'Title\n\nBody here.\nNext one.');
  assert.equal(split('No terminator\nsecond line\n'), 'No terminator\nsecond line');
  assert.equal(split('\n\nA. B'), '\n\nA.\nB');
  assert.equal(split('a\n \n'), 'a');
});

test('a text without sentences has no lines', () => {
  for (const text of ['', ' ', '\n\n', '\u3000\r\n\t']) assert.equal(split(text), '', JSON.stringify(text));
  assert.equal(split('...'), '...');
});

test('languages are those of the peer', () => {
  for (const lang of ['en', 'fr', 'pt', 'es']) assert.equal(split('A. B', { lang }), 'A.\nB');
  assert.throws(() => split('A', { lang: 'de' }), /lang.*en.*fr.*pt.*es/s);
});

test('windows of any size give what the text as a whole gives', () => {
  const pieces =
    'a|B|b.|. |? |!|\n|\r\n|\u2029|(|)|"|\u201d|1|,| |\u00a0|\u3002|\u4e2d|\u0301|\u200d|\ud83d|\ude00|-|:|\u00ad|A. (|a.. 1 2 3'.split(
      '|',
    );
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 120 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (whole, window) => {
      assert.deepEqual(sentencesOf(whole, 'en', window), sentencesOf(whole, 'en', whole.length + 1));
    }),
    { numRuns: 1000 },
  );
});

const HOSTILE: Record<string, string> = {
  'full stops': '.'.repeat(MEGABYTE),
  'full stops and spaces': '. '.repeat(MEGABYTE / 2),
  'one letter': 'a'.repeat(MEGABYTE),
  'marks out of order': '\u0301\u0323'.repeat(MEGABYTE / 4),
  'line feeds': '\n'.repeat(MEGABYTE),
  'sentences of one letter': 'A. '.repeat(MEGABYTE / 3),
  'brackets that open': `A. ${'('.repeat(MEGABYTE)}`,
  'brackets that close': 'A.)'.repeat(MEGABYTE / 3) + ')'.repeat(MEGABYTE),
  'spaces between sentences': `A.${' '.repeat(1000)}`.repeat(MEGABYTE / 1000),
  'long and short sentences': `${'a'.repeat(5000)}. ${'A. '.repeat(1000)}`.repeat(MEGABYTE / 8000),
  'lines without an end': 'a\n'.repeat(MEGABYTE / 2),
  'digits behind full stops': `A.${' 1'.repeat(2000)}`.repeat(MEGABYTE / 4000),
};

for (const [what, text] of Object.entries(HOSTILE)) {
  test(`1 MB of ${what} is cut in time`, () => {
    const started = performance.now();
    split(text);
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < SECONDS, `${seconds.toFixed(1)} s`);
  });
}
