/** Words as Data-Juicer's filters count them. */
import { SPECIAL } from './characters.js';
import { lower } from './python.js';

const TAB = 0x09;
const LF = 0x0a;
const SPACE = 0x20;

/**
 * The words of a text: what stands between spaces, tabs and line feeds, and no other kind of space, without the special
 * characters at its ends. A word that consists of those only (a number, for one) is none.
 */
export function refinedWords(text: string): string[] {
  const words: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = endOfWord(text, start);
    const word = withoutSpecialEnds(text, start, end);
    if (word !== '') words.push(word);
    start = end + 1;
  }
  return words;
}

/** The same with every word in small letters, as `str.lower()` makes them. */
export function lowerWords(text: string): string[] {
  // The separators are no letters: they end a word for the final-sigma rule, as cutting before would.
  return refinedWords(lower(text));
}

/** Words or pieces without the special characters at their ends, in small letters if asked; what is left of none is left out. */
export function refine(words: readonly string[], small: boolean): string[] {
  return words
    .map((word) => (small ? lower(word) : word))
    .map((word) => withoutSpecialEnds(word, 0, word.length))
    .filter((word) => word !== '');
}

/** Groups of neighbouring words that count as words too: every one of each size, joined. */
export interface WordGroups {
  sizes: readonly number[];
  join: string;
}

/** The share of words that are in a set, groups included; 0 when there are no words. */
export function listedShare(
  words: readonly string[],
  listed: ReadonlySet<string>,
  groups: WordGroups,
): number {
  let total = words.length;
  let hits = 0;
  for (const word of words) if (listed.has(word)) hits++;
  for (const size of groups.sizes) {
    for (let i = 0; i + size <= words.length; i++) {
      total++;
      if (listed.has(words.slice(i, i + size).join(groups.join))) hits++;
    }
  }
  return total === 0 ? 0 : hits / total;
}

/** A word without special characters at both ends. */
export function stripSpecial(word: string): string {
  return withoutSpecialEnds(word, 0, word.length);
}

function endOfWord(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === SPACE || unit === LF || unit === TAB) return i;
  }
  return text.length;
}

function withoutSpecialEnds(text: string, start: number, end: number): string {
  while (start < end) {
    const point = text.codePointAt(start) as number;
    if (!SPECIAL.has(point)) break;
    start += point > 0xffff ? 2 : 1;
  }
  while (end > start) {
    const size = isPair(text, end - 2) && end - 2 >= start ? 2 : 1;
    if (!SPECIAL.has(text.codePointAt(end - size) as number)) break;
    end -= size;
  }
  return text.slice(start, end);
}

function isPair(text: string, i: number): boolean {
  return (text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00;
}
