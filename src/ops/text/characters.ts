/** The character classes that ops share. */
import { ALNUM_RANGES } from './alnum-table.js';
import { CodePointSet } from './code-point-set.js';
import { NUMBER_RANGES } from './number-table.js';
import { SPECIAL_RANGES } from './special-table.js';

/** Letters and whatever has a numeric value: Python 3.11's `str.isalnum()` of one character. */
export const ALNUM = new CodePointSet(ALNUM_RANGES);

const NUMBERS = new CodePointSet(NUMBER_RANGES);

/** How many code points of a text are letters, by Python 3.11's `str.isalpha()`. */
export function countLetters(text: string): number {
  let letters = 0;
  for (let i = 0; i < text.length;) {
    const point = text.codePointAt(i) as number;
    i += point > 0xffff ? 2 : 1;
    if (ALNUM.has(point) && !NUMBERS.has(point)) letters++;
  }
  return letters;
}

/** Data-Juicer's SPECIAL_CHARACTERS. Digits and white space are among them. */
export const SPECIAL = new CodePointSet(SPECIAL_RANGES);
