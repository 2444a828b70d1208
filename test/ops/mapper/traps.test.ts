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
  clean_email_mapper: [
    [{}, 'é.a@b.c.d1 a@b@c.de a@B.de a@b..', 'é1 a@ a@B.de a@b..'],
    [{ repl: '\\g<0>\\n' }, 'a@b.c', 'a@b.c\n'],
    [{ pattern: 'r"\\d"' }, 'a1٣', 'a'],
  ],
  clean_ip_mapper: [
    [{ repl: '_' }, '1.2.3.4.5 256.1.1.1 01.02.03.04', '_.5 2_ 01.02.03.04'],
    [{ repl: '<\\1>' }, '1.1.1.1 a:b:c:d:e:f:٣:12345', '<> <٣:>5'],
  ],
  clean_links_mapper: [
    [{ repl: '_' }, 'x:y a:b mailto:ab note:this c:\\windows é:a', 'x:y a:b mailto:ab _ c:\\windows é:a'],
    [{ repl: '_' }, 'HTTP://a (www3.b.c) «ab://c»', '_ (_) «_»'],
    [{ repl: '[\\1]' }, 'ab://c(d(e)f)g. ab://c(d', '[ab://c(d(e)f)g]. [ab://c](d'],
  ],
  replace_content_mapper: [
    [{ pattern: ['a', 'b'], repl: ['b', 'c'] }, 'ab', 'cc'],
    [{ pattern: [] }, 'a', 'a'],
    [{ pattern: "r'", repl: 'x' }, "r'", 'x'],
  ],
  expand_macro_mapper: [
    [{}, '\\def\\a{b}\n\\a\\a\\a \\a', '\\defb{b}\nb\\ab \\a'],
    [{}, '\\newcommand*{\\a}{é\\n}\n\\a.', '\\newcommand*{é\\n}{é\\n}\né\\n.'],
    [
      {},
      '\\def\\a{x}\n\\def\\b{\\a}\n\\newcommand{\\a}{z}\n\\b ',
      '\\defx{x}\n\\def\\a{x}\n\\newcommand{x}{z}\n\\a ',
    ],
    [{}, '\\def\\a{b} \n\\a.', '\\def\\a{b} \n\\a.'],
    [{}, '\\def\\a{c}\n\\def\\bc{d}\n\\b\\a.', '\\defc{c}\n\\defd{d}\nd.'],
  ],
  pii_redaction_mapper: [
    [{}, '-----BEGIN A KEY-----\nx\n-----END A KEY-----', '[PEM_REDACTED]'],
    [{}, '1.2.3.4 1.2.3.4.5 x1.2.3.4 .1.2.3.4', '[IP_REDACTED] [IP_REDACTED].5 x[IP_REDACTED] .1.2.3.4'],
    [{}, '[::1]:80 x [::1] aa-bb-cc-dd-ee-ff', '[IP_REDACTED] x [::1] [MAC_REDACTED]'],
    [{}, '(/home/a b/tmp C:\\x \\\\srv', '([PATH_REDACTED] b/tmp [PATH_REDACTED] [PATH_REDACTED]'],
    [{}, 'Token: "a", user-id=b c', 'Token: "[REDACTED]", user-id[ID_REDACTED] c'],
    [{}, '当前的 channel：飞书 channel=mailx', '当前的 channel：[CHANNEL_ID_REDACTED] channel=mailx'],
    [{}, '13812345678 +86-1234567 x13812345678', '[PHONE_REDACTED] [PHONE_REDACTED] x13812345678'],
    [{}, '11010119900101123X', '[ID_CARD_REDACTED]'],
    [{}, 'https://a.org/?token=b', 'https://a.org/?token=[REDACTED]'],
    [{ mask_urls: true, url_replacement: '<\\g<0>>' }, 'http://a', '<http://a>'],
    [{ ip_replacement: '\\t\\g<0>' }, '1.1.1.1', '\t1.1.1.1'],
    [{ mask_emails: false, redact_keys: ['text'] }, 'a@b.org', 'a@b.org'],
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

test('a pattern or replacement that cannot be used is refused by the name of its parameter', () => {
  const refused: [op: string, params: Record<string, unknown>, message: RegExp][] = [
    ['clean_email_mapper', { pattern: '(?=a)' }, /clean_email_mapper: pattern: lookahead/],
    ['clean_ip_mapper', { repl: '\\2' }, /clean_ip_mapper: repl: .*no group 2/],
    ['clean_links_mapper', { pattern: 'a', repl: '\\1' }, /clean_links_mapper: repl: .*no group 1/],
    [
      'replace_content_mapper',
      { pattern: ['a', '(b)\\1'] },
      /replace_content_mapper: pattern\.1: a reference/,
    ],
    [
      'replace_content_mapper',
      { pattern: ['a', 'b'], repl: ['c'] },
      /repl: there is no replacement for pattern 2/,
    ],
    ['replace_content_mapper', { pattern: 'a', repl: ['\\1'] }, /repl\.0: /],
    ['pii_redaction_mapper', { extra_patterns: [['(?<!a)b', '']] }, /extra_patterns\.0: lookbehind/],
    ['pii_redaction_mapper', { ip_replacement: '\\1' }, /ip_replacement: /],
    ['pii_redaction_mapper', { redact_keys: ['text', 'query'] }, /redact_keys: only the text/],
    ['remove_repeat_sentences_mapper', { tokenizer: 'lambda s: [s]' }, /tokenizer: Python code/],
    ['remove_words_with_incorrect_substrings_mapper', { tokenization: true }, /tokenization: a tokenizer/],
  ];
  for (const [op, params, message] of refused) {
    assert.throws(() => preparedMapper(op, params), { code: 'E_RECIPE', message });
  }
});
