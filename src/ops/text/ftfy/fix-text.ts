/** What ftfy's `fix_text` does by default, up to version 6.3.1. */
import type { NormalizationForm } from '../mark-order.js';
import { normalize } from '../unicode14.js';
import { fixCharacters } from './characters.js';
import { fixEncoding } from './encoding.js';
import { unescapeHtml } from './entities.js';

/** Segments without a line break end after so many code points. */
const MAX_SEGMENT = 1_000_000;
/** Each round takes the whole segment; only texts made for it need more. */
const MAX_ROUNDS = 50;
/** Nothing in it can change. */
const PLAIN = /^[\t\n\x0c\x20-\x25\x27-\x7e]*$/;

/**
 * Repairs a text line by line. HTML's character references are decoded up to the first line with a less-than sign: from
 * there on the text may be HTML.
 */
export function fixText(text: string, form: NormalizationForm): string {
  let fixed = '';
  let mayUnescape = true;
  for (let from = 0; from < text.length;) {
    const to = segmentEnd(text, from);
    const segment = text.slice(from, to);
    mayUnescape &&= !segment.includes('<');
    fixed += PLAIN.test(segment) ? segment : fixSegment(segment, form, mayUnescape);
    from = to;
  }
  return fixed;
}

function segmentEnd(text: string, from: number): number {
  const lineBreak = text.indexOf('\n', from);
  const end = lineBreak < 0 ? text.length : lineBreak + 1;
  if (end - from <= MAX_SEGMENT) return end;
  let at = from;
  for (let count = 0; count < MAX_SEGMENT && at < end; count++)
    at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/** Repeats all repairs until nothing changes. */
function fixSegment(segment: string, form: NormalizationForm, mayUnescape: boolean): string {
  let text = segment;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const unescaped = mayUnescape ? unescapeHtml(text) : text;
    const fixed = normalize(fixCharacters(fixEncoding(unescaped)), form);
    if (fixed === text) break;
    text = fixed;
  }
  return text;
}
