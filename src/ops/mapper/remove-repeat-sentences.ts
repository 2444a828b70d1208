/**
 * Removes sentences that a text has had before. Use it on web pages with repeated notices. `Buy now. Read on. Buy now.`
 * becomes `Buy now. Read on.`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { wholeNumber } from '../filter/base.js';
import { codePoints, lower, strip } from '../text/python.js';
import { splitSentences } from '../text/split-sentences.js';

const SPECIAL = /[^a-zA-Z0-9\u4E00-\u9FA5\n\t ]+/g;

const params = z.strictObject({
  lowercase: z.boolean().default(false).describe('Whether sentences that differ in case only are equal.'),
  ignore_special_character: z
    .boolean()
    .default(true)
    .describe('Whether only Chinese characters, ASCII letters, digits and spaces are compared.'),
  min_repeat_sentence_length: wholeNumber()
    .default(2)
    .describe('Sentences with fewer characters to compare always stay.'),
  tokenizer: z
    .string()
    .nullable()
    .refine((code) => code === null, { message: 'Python code is not supported; leave it out' })
    .default(null)
    .describe(
      'Only null: sentences end after . ! ? and their Chinese forms, unless a closing quote follows.',
    ),
});

/** `remove_repeat_sentences_mapper`: lines stay, if empty. */
export const removeRepeatSentencesMapper = defineMapper({
  name: 'remove_repeat_sentences_mapper',
  summary: 'Removes sentences that a text has had before.',
  version: 1,
  unicode: true,
  params,
  examples: [
    { before: 'Buy now. Read on. Buy now.', after: 'Buy now. Read on.' },
    { before: '你好。\n你好！再见。', after: '你好。\n再见。' },
    { params: { lowercase: true }, before: 'One.\ntwo. ONE!', after: 'One.\ntwo.' },
  ],
  map: (row, p) => {
    const seen = new Set<string>();
    const isNew = (sentence: string): boolean => {
      const key = comparable(sentence, p);
      if (codePoints(key) < p.min_repeat_sentence_length) return true;
      return seen.size < seen.add(key).size;
    };
    const lines = row.text.split('\n');
    return lines.map((line) => (line === '' ? '' : splitSentences(line).filter(isNew).join(''))).join('\n');
  },
});

function comparable(sentence: string, p: z.output<typeof params>): string {
  const stripped = strip(sentence);
  const cased = p.lowercase ? lower(stripped) : stripped;
  return p.ignore_special_character ? cased.replace(SPECIAL, '') : cased;
}
