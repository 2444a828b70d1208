/** The character classes that ops share. */
import { ALNUM_RANGES } from './alnum-table.js';
import { CodePointSet } from './code-point-set.js';
import { SPECIAL_RANGES } from './special-table.js';

/** Letters and whatever has a numeric value: Python 3.11's `str.isalnum()` of one character. */
export const ALNUM = new CodePointSet(ALNUM_RANGES);

/** Data-Juicer's SPECIAL_CHARACTERS. Digits and white space are among them. */
export const SPECIAL = new CodePointSet(SPECIAL_RANGES);
