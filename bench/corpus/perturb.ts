/** Cuts and changes texts. Lengths are in UTF-16 code units; a surrogate pair is never cut in two. */
import type { Random } from './random.js';

const ODD_SPACES = ['\u00A0', '\u3000', '\u2003', '\t', '\u200B', '\u202F'];

/** A piece of about `length` from anywhere in a text, begun at a word where one begins nearby. */
export function cutPiece(random: Random, text: string, length: number): string {
  if (text.length <= length) return text;
  const from = random.below(text.length - length);
  const space = from === 0 ? -1 : text.indexOf(' ', from);
  const start = space >= 0 && space < from + 40 ? space + 1 : from;
  return text.slice(whole(text, start), whole(text, start + length));
}

/** The first `length` units of a text. */
export function cutStart(text: string, length: number): string {
  return text.slice(0, whole(text, length));
}

/** The same text with a few words exchanged for others that stand nowhere else. */
export function alterWords(random: Random, text: string): string {
  return changeWords(random, text, { every: 30, change: () => `x${random.below(1000)}` });
}

/** The same text with odd spaces inside and around it. */
export function spaceOddly(random: Random, text: string): string {
  const odd = (): string => random.oneOf(ODD_SPACES);
  return `${odd()}${changeWords(random, text, { every: 10, change: (word) => word + odd() })}${odd()}\n`;
}

/**
 * The same text with one word in ten made of the halves of two others, so that a small base gives a large vocabulary, as
 * real text has it. A text of fewer than ten words stays.
 */
export function blendWords(random: Random, text: string, other: string): string {
  const words = other.split(' ');
  const change = (word: string): string => firstHalf(word) + secondHalf(random.oneOf(words));
  return text.split(' ', 10).length < 10 ? text : changeWords(random, text, { every: 10, change });
}

function changeWords(
  random: Random,
  text: string,
  how: { every: number; change: (word: string) => string },
): string {
  const words = text.split(' ');
  for (let left = 1 + Math.floor(words.length / how.every); left > 0; left--) {
    const at = random.below(words.length);
    words[at] = how.change(words[at] ?? '');
  }
  return words.join(' ');
}

function firstHalf(word: string): string {
  return word.slice(0, whole(word, (word.length + 1) >> 1));
}

function secondHalf(word: string): string {
  return word.slice(whole(word, word.length >> 1));
}

/** An index that does not fall between the halves of a surrogate pair. */
function whole(text: string, index: number): number {
  return (text.charCodeAt(index) & 0xfc00) === 0xdc00 ? index + 1 : index;
}
