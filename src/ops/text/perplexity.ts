/** How surprising a text is to a language model, as Data-Juicer measures it. */
import type { LanguageModel } from './kenlm/model.js';
import { splitLines } from './lines.js';
import { isSpace } from './python.js';

const LARGEST_WITH_TENTHS = 2 ** 53;

/**
 * Perplexity of a text of pieces, rounded to one decimal; 0 when there are none. Pieces may hold white space: then they count
 * as several words, and line breaks in them end a sentence.
 */
export function perplexity(pieces: readonly string[], model: LanguageModel): number {
  let sum = 0;
  let length = 0;
  for (const line of splitLines(pieces.join(' '))) {
    sum += model.score(modelWords(line));
    length += countWords(line) + 1;
  }
  return length === 0 ? 0 : roundedToTenth(Math.min(10 ** (-sum / length), Number.MAX_VALUE));
}

/** The words that the model sees: it knows the white space of ASCII only, and stops at a NUL. */
function modelWords(line: string): string[] {
  const nul = line.indexOf('\0');
  return (nul < 0 ? line : line.slice(0, nul)).split(/[\t-\r ]+/).filter((word) => word !== '');
}

/** Number of words of `str.split()`. */
function countWords(line: string): number {
  let words = 0;
  let inWord = false;
  for (let i = 0; i < line.length; i++) {
    const space = isSpace(line.charCodeAt(i));
    if (!space && !inWord) words++;
    inWord = !space;
  }
  return words;
}

/** Python's `round(value, 1)`: of two that are as near, the even one; `toFixed` takes the larger. */
function roundedToTenth(value: number): number {
  if (value >= LARGEST_WITH_TENTHS) return value;
  const tenths = Math.floor(value * 10);
  const isHalf = (value * 4) % 2 === 1;
  return isHalf ? (tenths + (tenths % 2)) / 10 : Number(value.toFixed(1));
}
