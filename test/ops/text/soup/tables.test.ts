/** Tables of HTML: what the peer's parser makes of odd documents, and that no document is slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../../../src/model/errors.js';
import { tablesOf } from '../../../../src/ops/text/soup/tables.js';
import { ANSWERS } from './answers.js';

const MEGABYTE = 1024 * 1024;
const SECONDS = 20;
const ROWS = { markup: false, header: true };
const MARKUP = { markup: true, header: true };

for (const [name, html, markup, rows] of ANSWERS) {
  test(name, () => {
    assert.deepEqual(tablesOf(html, MARKUP), markup);
    assert.deepEqual(tablesOf(html, ROWS), rows);
  });
}

test('rows with a header cell are left out when headers are not wanted', () => {
  const html = '<table><tr><th>a<td>b</th></tr><tr><td>c</td><td>d</tr></table><table><tr><th>e</table>';
  assert.deepEqual(tablesOf(html, { markup: false, header: false }), [[['c', 'd']]]);
});

test('a marked section with a name that HTML does not know is an error that holds no text', () => {
  for (const html of ['<![x[ secret ]]>', '<![1', '<![ cdata[ secret ]]>'])
    assert.throws(
      () => tablesOf(html, ROWS),
      (error) => error instanceof JuicerError && error.code === 'E_ROW' && !/secret/.test(error.message),
    );
  assert.deepEqual(tablesOf('<![', ROWS), []);
  assert.deepEqual(tablesOf('<![cdata', ROWS), []);
});

test('nested tables that would repeat each other without end are an error', () => {
  const html = '<table><tr><td>x'.repeat(65_000);
  for (const form of [ROWS, MARKUP])
    assert.throws(() => tablesOf(html, form), (error) => error instanceof JuicerError && error.code === 'E_ROW'); // prettier-ignore
});

const filled = (piece: string, size = MEGABYTE): string => piece.repeat(size / piece.length);
const halves = (first: string, second: string): string =>
  filled(first, MEGABYTE / 2) + filled(second, MEGABYTE / 2);

const HOSTILE: Record<string, string> = {
  'less-than signs': filled('<'),
  'tags without an end': filled('<a'),
  'tags without an end, then space': halves('<a', ' '),
  'quotation marks that shift': filled("<a b='>'c"),
  'quotation marks as names': filled('<x "'),
  'equals signs': `<a ${filled('=')}`,
  slashes: `<a${filled('/')}`,
  'NUL after names': filled('<a\0'),
  attributes: `<a ${filled('a b c=d ')}>`,
  'deep nesting': filled('<b>'),
  'end tags of what is not open': halves('<b>', '</i>'),
  'elements without content, then their end tags': halves('<br>', '</br>'),
  'nested tables': `${filled('<table>', 28)}${filled('<td>')}`,
  'comments without an end': filled('<!--'),
  'a comment of hyphens': `<!--${filled('-- ')}`,
  'sections without an end': filled('<![cdata['),
  'a section of brackets': `<![cdata[${filled('] ')}`,
  'instructions without an end': filled('<?'),
  scripts: filled('<script></script>'),
  'an open script': `<script>${filled('</ script')}`,
  ampersands: filled('&a'),
  'a reference without an end': `&${filled('a-')}`,
  'references in an attribute': `<a x="${filled('&#1')}">`,
  'line breaks before an encoding': `<table><meta http-equiv=content-type content="${filled('\n')}charset=">`,
};

for (const [name, html] of Object.entries(HOSTILE)) {
  test(`1 MB of ${name}`, () => {
    const started = performance.now();
    for (const form of [ROWS, MARKUP]) assert.ok(tablesOf(html, form).length >= 0);
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < SECONDS, `${seconds.toFixed(1)} s`);
  });
}
