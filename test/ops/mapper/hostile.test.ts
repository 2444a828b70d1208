/** A megabyte of what is worst for each mapper takes about as long as any other megabyte. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preparedMapper, rowOf } from '../support.js';

const MEGABYTE = 1024 * 1024;
/** Far above what any takes, far below what a square of the length would. */
const LIMIT_MS = 8000;

/** Pieces to repeat, by op. */
const WORST: Record<string, string[]> = {
  clean_copyright_mapper: ['/*', '*/', '/* ', '#\n', '\n', '/**'],
  clean_email_mapper: ['x', 'a@', '@', 'a.', 'a@b.', 'a@b.c'],
  clean_ip_mapper: ['1', '1.', '255.', 'a:', '1.1.1.1', '1:1:1:1:1:1:1:'],
  clean_links_mapper: ['x', 'x:y(', 'x:y', '(', 'a.', 'www.', 'a-', 'a:', 'x:((', 'a/', 'a.bc/', 'x:y '],
  expand_macro_mapper: [
    '\\',
    '\\newcommand{\\a}{',
    '\\def\\a{',
    '\\def  ',
    '\\def\\a{}\n',
    '\\def\\a{\\a\\a}\n',
  ],
  pii_redaction_mapper: [
    '-----BEGIN A-----',
    'eyJa.',
    '1.1.1.1',
    '[::',
    'aa:',
    '/home ',
    'a@b.',
    'token="',
    'user_id:',
    'channel:mail ',
    'ou_0',
    '13812345678 ',
    '110101199001011234 ',
  ],
  punctuation_normalization_mapper: ['…', '—a'],
  remove_bibliography_mapper: ['\\bibliography{', '\\appendi', '}\\bibliography{', '\\begin{'],
  remove_comments_mapper: ['%', '%\n', '\\%', 'a%', '\n%', ' \n'],
  remove_header_mapper: ['\\section[', '\\section', '\\section{', ']{\\part[', '\\part*[]'],
  remove_long_words_mapper: ['"', '" ', 'a ', '\t', '\n'],
  remove_non_chinese_character_mapper: ['é', '一é', '一'],
  remove_repeat_sentences_mapper: ['.', '. ', 'a.', '.”', '…', '......', 'a\n', '2’'],
  remove_specific_chars_mapper: ['◆', '◆a'],
  remove_table_text_mapper: ['\n', 'a|', '|', 'a b\n', 'a \n', '\na b c\nd e', '\t', 'a '],
  remove_words_with_incorrect_substrings_mapper: ['"', 'ww', '/ ', '\t', '\n'],
};

for (const [name, pieces] of Object.entries(WORST)) {
  test(`${name} takes no square of the length of a hostile text`, () => {
    const op = preparedMapper(name, {});
    for (const piece of pieces) {
      const text = piece.repeat(MEGABYTE / piece.length);
      const start = performance.now();
      op.map(rowOf(text));
      op.map(rowOf(`x\n${text}`));
      const taken = performance.now() - start;
      assert.ok(taken < LIMIT_MS, `${JSON.stringify(piece)} took ${taken.toFixed(0)} ms`);
    }
  });
}

test('expand_macro_mapper takes no square of the number of macros', () => {
  const lines = Array.from({ length: 80_000 }, (_, i) => `\\def\\a${i}{}`);
  const start = performance.now();
  const text = preparedMapper('expand_macro_mapper', {}).map(rowOf(lines.join('\n')));
  assert.ok(performance.now() - start < LIMIT_MS);
  assert.equal(text, lines.map(() => '\\def{}').join('\n'));
});

test('expand_macro_mapper throws where macros double each other without end', () => {
  const lines = Array.from({ length: 60 }, (_, i) => `\\def\\a${i}{\\a${i + 1} \\a${i + 1} }`);
  const start = performance.now();
  assert.throws(() => preparedMapper('expand_macro_mapper', {}).map(rowOf(lines.join('\n'))), RangeError);
  assert.ok(performance.now() - start < LIMIT_MS);
});
