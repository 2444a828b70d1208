/** Repairs of single characters. */
import { LATER } from '../unicode14.js';
import { readC1 } from './code-pages.js';

/** Ligatures of Latin letters, and pairs of letters in one character. */
const LIGATURES: Readonly<Record<string, string>> = {
  Ĳ: 'IJ',
  ĳ: 'ij',
  ŉ: 'ʼn',
  Ǳ: 'DZ',
  ǲ: 'Dz',
  ǳ: 'dz',
  Ǆ: 'DŽ',
  ǅ: 'Dž',
  ǆ: 'dž',
  Ǉ: 'LJ',
  ǈ: 'Lj',
  ǉ: 'lj',
  Ǌ: 'NJ',
  ǋ: 'Nj',
  ǌ: 'nj',
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'ſt',
  ﬆ: 'st',
};
const LIGATURE = new RegExp(`[${Object.keys(LIGATURES).join('')}]`, 'g');

/** Halfwidth and fullwidth forms, and the ideographic space. */
const WIDE = /[\u3000\uff01-\uffef]/g;
const LINE_BREAK = /\r\n?|[\u2028\u2029\x85]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;
/** Colours and the like; digits of any script. */
const TERMINAL_ESCAPE = new RegExp(`\\x1b\\[(?:;|(?![${LATER}])\\p{Nd})*[a-zA-Z]`, 'gu');
const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]/g;

/** All of them, in the order that counts. */
export function fixCharacters(text: string): string {
  return readC1(text)
    .replace(LIGATURE, (c) => LIGATURES[c] ?? c)
    .replace(WIDE, (c) => c.normalize('NFKC'))
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\u02bc\u2018-\u201b]/g, "'")
    .replace(LINE_BREAK, '\n')
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(TERMINAL_ESCAPE, '')
    .replace(CONTROL, '');
}
