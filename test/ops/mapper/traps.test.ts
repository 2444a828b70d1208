/** Where the rules of mappers are easily got wrong: [parameters, before, after] by op. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { preparedMapper, rowOf } from '../support.js';

type Case = [params: Record<string, unknown>, before: string, after: string];

const CASES: Record<string, Case[]> = {
  clean_copyright_mapper: [
    [{}, 'x /* a */ /* copyright */', 'x /* a */ /* copyright */'],
    [{}, '/* COPYR\u0130GHT **/x', 'x'],
    [{}, '/* copyr\u0131ght */x', '/* copyr\u0131ght */x'],
    [{}, '/*/ copyright */x', 'x'],
    [{}, '# a\n/* open', '/* open'],
    [{}, ' # a\n# b', ' # a\n# b'],
    [{}, '\n//\n--\n', ''],
    [{}, '# a\r\nb', 'b'],
  ],
  punctuation_normalization_mapper: [[{}, '１2？«a»', '"2?"a"']],
  remove_bibliography_mapper: [
    [{}, 'a\\bibliography{b\nc}d', 'a'],
    [{}, 'a}\\bibliography{b\\appendix', 'a}\\bibliography{b'],
    [{}, '\\bibliographystyle{x}', '\\bibliographystyle{x}'],
  ],
  remove_comments_mapper: [
    [{}, 'a\n%b\nc', 'a\nc'],
    [{ multiline: false }, '%%\n%b\n%%c', '%%'],
    [{ inline: false }, '%a\n%b\nc%d', 'c%d'],
    [{}, '\\%a%\n\u{1F600}%b\rc\nd', '\\%a%\n\nd'],
  ],
  remove_header_mapper: [
    [{}, 'a\\sections{b}\\section*[c]d]{e}f', '\\section*[c]d]{e}f'],
    [{}, '\\section{a', ''],
    [{}, '\\section[a{b}\\part{c}', '\\part{c}'],
  ],
  remove_long_words_mapper: [
    [{}, ' a\t\t b \n\n c\u00a0d', 'a\tb\nc\u00a0d'],
    [{ min_len: 2, max_len: 3 }, '"a" a "abc" "abcd" 😀😀 2024', '"a" "abc" 😀😀'],
    [{ max_len: 2 }, '"" """', '""'],
  ],
  remove_non_chinese_character_mapper: [
    [{}, '一\u4e00\u9fa5\u9fa6a\tb！?', '一\u4e00\u9fa5ab！'],
    [{ keep_alphabet: false, keep_number: false }, 'a1一-b', '一-'],
  ],
  remove_repeat_sentences_mapper: [
    [{ min_repeat_sentence_length: 0 }, '\n\n!?', '\n\n!'],
    [{}, 'a. b! c? b.', 'a. b! c? b.'],
    [{}, 'ab.” ab. ab!', 'ab.”'],
    [{ ignore_special_character: false }, 'no 2’ no 2’ no', 'no 2’ no'],
  ],
  remove_specific_chars_mapper: [
    [{ chars_to_remove: '[]^-\\' }, 'a[b]c^d-e\\f', 'abcdef'],
    [{ chars_to_remove: ['ab'] }, 'cab', 'c'],
    [{ chars_to_remove: [] }, '◆', '◆'],
    [{ chars_to_remove: '\ud83d' }, '😀\ud83d', '😀'],
  ],
  remove_table_text_mapper: [
    [{}, 'a b\nc d\ne f', 'a b\nc d\ne f'],
    [{}, '\na b\nc d\n', '\n'],
    [{}, 'x\na b\nc  d\ne f\n', 'x\na b\nc  d\ne f\n'],
    [{}, 'x\na||b\nc|d\ny', 'x\ny'],
    [{}, 'x\n|a\nb|\ny', 'x\n|a\nb|\ny'],
    [{}, 'x\na b\r\nc d\r\ny', 'x\na b\r\nc d\r\ny'],
    [{}, 'x\na b c\nd e\nf g\nh i j\ny', 'x\ny'],
  ],
  remove_words_with_incorrect_substrings_mapper: [
    [{}, '"//" a//b (www)', '"//"'],
    [{ substrings: [''] }, 'a b', ''],
  ],
};

for (const [name, cases] of Object.entries(CASES)) {
  describe(name, () => {
    for (const [params, before, after] of cases) {
      test(`${JSON.stringify(params)} ${JSON.stringify(before)}`, () => {
        assert.equal(preparedMapper(name, params).map(rowOf(before)), after);
      });
    }
  });
}
