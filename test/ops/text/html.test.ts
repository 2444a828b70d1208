/** The text of HTML: what the standard says of odd documents, and that no document is slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlText } from '../../../src/ops/text/html/text.js';
import { preparedMapper, rowOf } from '../support.js';

const MEGABYTE = 1024 * 1024;
const LIMIT_MS = 20_000;

const TEXTS: Record<string, [before: string, after: string]> = {
  'entities are decoded, with and without semicolon': [
    '&amp; &lt &notit; &#x80; &#0; &nope;',
    '& < ¬it; € � &nope;',
  ],
  'NUL goes, but not inside SVG': ['a\0b<svg>\0\0</svg>', 'ab��'],
  'line breaks become LF': ['a\r\nb\rc', 'a\nb\nc'],
  'white space before the document goes': [' \n\ta', 'a'],
  'a line break after pre goes': ['<pre>\n\nx</pre>', '\nx'],
  'scripts and styles stay': ['<style>a{}</style><script>b</script>', 'a{}b'],
  'comments and templates go': ['a<!-- b --><template>c</template>d', 'ad'],
  'noscript is parsed': ['<noscript><b>x</b></noscript>', 'x'],
  'text areas hold no tags': ['<textarea>\n<b>x</b></textarea>', '<b>x</b>'],
  'text in a table comes before it': ['<table>a<tr><td>b</table>', 'ab'],
  'misnested formatting keeps the order': ['<b>1<p>2</b>3</p>', '123'],
  'select holds any element': ['<select><title><b>x</title><option>y', '<b>xy'],
  'a second select ends the first': ['<select><xmp>a</xmp><select>b', 'ab'],
  'frames have no text': ['<frameset>a</frameset>', ''],
  'CDATA counts inside MathML text': ['<math><mtext><![CDATA[q]]></mtext></math><![CDATA[r]]>', 'q'],
  'lone surrogates stay': ['\ud800<p>\udc00', '\ud800\udc00'],
  'so do two second halves in a row': ['\udc00\udfff<b>\ud800\ud800</b>', '\udc00\udfff\ud800\ud800'],
  'white space before a text without tags goes': [' \t\n\f\v a\u00a0> ', '\v a\u00a0> '],
};

for (const [name, [before, after]] of Object.entries(TEXTS)) {
  test(name, () => assert.equal(htmlText(before), after));
}

test('only plain tags of lists become lines, each pair on its own pass', () => {
  const op = preparedMapper('clean_html_mapper', {});
  assert.equal(op.map(rowOf('-<ol><li>a</li><LI>b<li class="x">c</ol>')), '-\n*\n*abc');
  assert.equal(op.map(rowOf('-<o</li>l>a')), '-\n*a');
});

const numbered = (text: (i: number) => string): string => {
  let all = '';
  for (let i = 0; all.length < MEGABYTE; i++) all += text(i);
  return all;
};
const halves = (first: string, second: string): string =>
  first.repeat(MEGABYTE / 2 / first.length) + second.repeat(MEGABYTE / 2 / second.length);

const HOSTILE: Record<string, string> = {
  'less-than signs': '<'.repeat(MEGABYTE),
  'deep nesting': halves('<div>', '</x>'),
  'deep nesting, then paragraphs': halves('<div>', '<p><b>x'),
  'deep nesting, then list items': halves('<div>', '<dd></dd>'),
  'deep nesting, then tables': halves('<div>', '<table></table>'),
  'end tags of what is not open': halves('<span>', '</b>'),
  'foreign end tags': `<svg>${halves('<g>', '</x>')}`,
  'nested tables': halves('<table><td>', 'x'),
  'nested objects': halves('<object>', '<b>'),
  'nested templates': halves('<template>', 'x'),
  'text pushed out of a table': `<table>${halves('<b>a</b>', 'b<tr>')}`,
  'one tag with many attributes': `<a ${numbered((i) => `${i} `)}>`,
  'fonts of many colours': numbered((i) => `<font color=${i}><p>`),
  'misnested formatting': halves('<b><p></b>', '<a><div>'),
  'a p outside an object': `<p><object>${halves('<div>', '<p>')}`,
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`1 MB of ${name} is parsed in time`, { timeout: LIMIT_MS }, () => {
    const start = performance.now();
    htmlText(text);
    assert.ok(performance.now() - start < LIMIT_MS);
  });
}
