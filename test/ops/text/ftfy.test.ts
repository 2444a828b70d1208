/** Repair of text: ftfy's rules in small, and that no text is slow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBad } from '../../../src/ops/text/ftfy/badness.js';
import { CODE_PAGES } from '../../../src/ops/text/ftfy/code-pages.js';
import { unescapeHtml } from '../../../src/ops/text/ftfy/entities.js';
import { fixText } from '../../../src/ops/text/ftfy/fix-text.js';
import { normalize } from '../../../src/ops/text/unicode14.js';
import { preparedMapper, rowOf } from '../support.js';

const MEGABYTE = 1024 * 1024;
const LIMIT_MS = 20_000;

const FIXED: Record<string, [before: string, after: string]> = {
  'UTF-8 read as Latin-1': ['sÃ³', 'só'],
  'read wrongly twice': ['sÃƒÂ³', 'só'],
  'read as Windows-1251': ['РџСЂРёРІРµС‚', 'Привет'],
  'read as MacRoman': ['‚Äútext‚Äù', '"text"'],
  'only a part is wrong': ['漢字 â€œquotedâ€\x9d 漢字', '漢字 "quoted" 漢字'],
  'a lost byte': ['â€œ like this â€\ufffd', '" like this \ufffd'],
  'a byte A0 that became a space': ['voilÃ le travail', 'voilà le travail'],
  'à as a word keeps its space': ['Ã la mode', 'à la mode'],
  'surrogates in UTF-8': ['í\xa0½í²©', '💩'],
  'C1 controls': ['\x85 \x93a\x94', '… "a"'],
  'right text stays': ['Où est l’hôtel ? £5 – «oui» 12°', "Où est l'hôtel ? £5 – «oui» 12°"],
  'widths and ligatures': ['Ｕﾀｰﾝ　ﬂuﬃeﬆ Ǆ', 'Uターン fluffiest DŽ'],
  'line breaks': ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
  'terminal escapes and controls': ['\x1b[36;44mblue\x1b[0m\x07\ufeff\ufffc', 'blue'],
  'lone surrogates': ['\ud800a\udc00', '\ufffda\ufffd'],
  'references in lines before the first less-than sign': ['&lt;\n&lt; <\n&lt;', '<\n&lt; <\n&lt;'],
};

for (const [name, [before, after]] of Object.entries(FIXED)) {
  test(name, () => assert.equal(fixText(before, 'NFC'), after));
}

test('character references: those that end in a semicolon, and names in capitals', () => {
  const cases: Record<string, string> = {
    '&amp;amp;lt;': '<',
    '&eacute; &EACUTE; &eACUTE;': 'é É &eACUTE;',
    '&SZLIG; &FRAC12;': 'SS ½',
    '&amp &notit; &LTX; &ETHX;': '&amp &notit; &LTX; &ETHX;',
    '&#x80; &#0; &#x110000; &#11;': '€ \ufffd \ufffd ',
    '&#59; &semi; &amp&semi;': '&#59; ; &',
    '&#xg; &#12a; &#; &;': '&#xg; &#12a; &#; &;',
  };
  for (const [before, after] of Object.entries(cases)) assert.equal(unescapeHtml(before), after);
});

test('every encoding gives back its bytes, and sloppy ones know U+FFFD instead of U+001A', () => {
  const bytes = String.fromCharCode(...Array.from({ length: 128 }, (_, i) => 0x80 + i));
  for (const page of CODE_PAGES) {
    assert.equal(page.encode(page.characters(0x80, 0xff)), bytes, page.name);
    assert.equal(page.encode('漢'), null);
    assert.equal(page.encode('\x1a'), page.isSloppy ? null : '\x1a');
    assert.equal(page.encode('\ufffd'), page.isSloppy ? '\x1a' : null);
  }
});

test('only what stands together as in no real text is bad', () => {
  for (const text of ['Ã©', 'â€', '\x9d', 'Â ', 'вЂ', 'œ!', 'é”x', 'Ø±Ø§']) assert.ok(isBad(text), text);
  for (const text of ['é', '50 €', '„Ja“', 'ÅÄÖ', 'œuvre', 'Привет', '(°ヮ°)']) assert.ok(!isBad(text), text);
});

test('normalization is that of Unicode 14', () => {
  assert.equal(normalize('e\u0301\u{16d63}\u{16d67}', 'NFC'), 'é\u{16d63}\u{16d67}');
  const marks = '\u0301\u0316\u0344'.repeat(40);
  for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const)
    assert.equal(normalize(`a${marks}\u0903${marks}`, form), `a${marks}\u0903${marks}`.normalize(form));
});

test('the normalization is given in capitals or not', () => {
  const results = { '': 'é²', nfc: 'é²', NFD: 'e\u0301²', nfkc: 'é2', NfKd: 'e\u03012' };
  for (const [normalization, after] of Object.entries(results))
    assert.equal(preparedMapper('fix_unicode_mapper', { normalization }).map(rowOf('é²')), after);
  assert.throws(() => preparedMapper('fix_unicode_mapper', { normalization: 'NFX' }), /NFKD/);
});

const HOSTILE: Record<string, string> = {
  'escaped ampersands': `&${'amp;'.repeat(MEGABYTE / 4)}`,
  'references within references': '&#5'.repeat(MEGABYTE / 6) + ';'.repeat(MEGABYTE / 2),
  'references to wide ampersands': `&${'#65286;'.repeat(MEGABYTE / 7)}`,
  semicolons: `&${';'.repeat(MEGABYTE)}`,
  'beginnings of escapes': '\x1b['.repeat(MEGABYTE / 2),
  'wrongly read text': 'Ã©'.repeat(MEGABYTE / 2),
  'wrongly read text between right text': 'Ã©漢'.repeat(MEGABYTE / 3),
  'lost bytes': 'â€\ufffd'.repeat(MEGABYTE / 3),
  'what only continues': '€'.repeat(MEGABYTE),
  'combining marks out of order': '\u0316\u0301'.repeat(MEGABYTE / 2),
  'bad sequences that cannot be read': 'ГўВЂВ'.repeat(MEGABYTE / 5),
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`1 MB of ${name} is repaired in time`, () => {
    const start = performance.now();
    fixText(text, 'NFC');
    assert.ok(performance.now() - start < LIMIT_MS);
  });
}
