/** Sentences of running text, by the runtime's rules of Unicode (UAX 29). */
import { isSpace } from './python.js';

/** Code units that are looked at in one go. The runtime copies all of what it is given for each sentence of it. */
const WINDOW = 1024;
const CLOSING = /[\p{Ps}\p{Pe}\p{Pi}\p{Pf}"']/u;
const TERMINATOR = /[\p{Sentence_Terminal}.\u2024]/u;

/** The language whose rules apply. */
export type SentenceLanguage = 'en' | 'fr' | 'pt' | 'es';

/**
 * Sentences without the white space between them and at the end. Other than in Unicode's rules a line break alone ends no
 * sentence: what stands before it has to end in a full stop or the like.
 */
export function sentencesOf(text: string, language: SentenceLanguage, window = WINDOW): string[] {
  const sentences: string[] = [];
  const segmenter = new Intl.Segmenter(language, { granularity: 'sentence' });
  let from = 0;
  let start = 0;
  for (const end of boundaries(text, segmenter, window)) {
    const trimmed = trimmedEnd(text, start, end);
    if (trimmed > start && (end === text.length || isTerminated(text, start, trimmed))) {
      sentences.push(text.slice(from, trimmed));
      from = end;
      while (from < text.length && isSpace(text.charCodeAt(from))) from++;
    } else if (end === text.length) {
      // What is left has no characters of its own: it is white space behind a line that is not ended.
      const last = trimmedEnd(text, from, end);
      if (last > from) sentences.push(text.slice(from, last));
    }
    start = end;
  }
  return sentences;
}

/**
 * The ends of segments, found within windows. An end in a window is that in the whole text when the segment behind it is complete:
 * rules look ahead to the next terminator at most. So the last two of a window are looked at again in the next; a window
 * in which none is certain is made twice as long, and then gives one end only.
 */
function* boundaries(text: string, segmenter: Intl.Segmenter, window: number): Generator<number, void, void> {
  let from = 0;
  for (let size = window; from < text.length;) {
    const isLast = from + size >= text.length;
    const ends: number[] = [];
    for (const { index, segment } of segmenter.segment(text.slice(from, from + size))) {
      ends.push(from + index + segment.length);
      if (size > window && !isLast && ends.length === 3) break;
    }
    const certain = isLast ? ends : ends.slice(0, -2);
    yield* certain;
    from = certain.at(-1) ?? from;
    size = certain.length > 0 ? window : 2 * size;
  }
}

function trimmedEnd(text: string, from: number, end: number): number {
  let at = end;
  while (at > from && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** Whether a segment ends as sentences do, closing quotation marks and brackets left out. */
function isTerminated(text: string, from: number, end: number): boolean {
  let at = end;
  while (at > from && CLOSING.test(text.charAt(at - 1))) at--;
  return at > from && TERMINATOR.test(lastCharacter(text, from, at));
}

function lastCharacter(text: string, from: number, end: number): string {
  const unit = text.charCodeAt(end - 1);
  const isLow = unit >= 0xdc00 && unit <= 0xdfff;
  return text.slice(isLow && end - 2 >= from ? end - 2 : end - 1, end);
}
