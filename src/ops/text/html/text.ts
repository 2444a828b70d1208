/** The text of an HTML document. */
import { HtmlParser } from './parser.js';
import type { HtmlNode } from './tree.js';

/** Without any of these a text is all text. */
const MARKUP = /[<&\0\r]/;
/** What stands before the body is none of its text if it is white space, of HTML's kind. */
const LEADING_SPACE = /^[\t\n\f ]+/;

/** A half of a surrogate pair without the other; private characters stand in for such ones in the parser. */
const LONE = /\p{Surrogate}/gu;
const STAND_IN = 0x10f800 - 0xd800;
const STAND_INS = /[\u{10f800}-\u{10ffff}]/gu;

/**
 * All text of a document as browsers parse it, piece by piece, nothing between the pieces: that of scripts and styles
 * too, not that of templates and comments. Entities are decoded.
 */
export function htmlText(source: string): string {
  if (!MARKUP.test(source)) return source.replace(LEADING_SPACE, '');
  // The parser takes the second half of a pair and one after it for a pair.
  const hidden = source.replace(LONE, (half) => String.fromCodePoint(STAND_IN + half.charCodeAt(0)));
  const text = textOf(HtmlParser.tree(hidden));
  if (hidden === source) return text;
  return text.replace(STAND_INS, (by) => String.fromCharCode((by.codePointAt(0) ?? 0) - STAND_IN));
}

function textOf(root: HtmlNode): string {
  let text = '';
  for (let node = root.first; node; node = following(node)) {
    if (node.value !== null) text += node.value;
  }
  return text;
}

/** The next node in document order; no recursion, as trees may be deep. */
function following(node: HtmlNode): HtmlNode | null {
  if (node.first) return node.first;
  let up: HtmlNode | null = node;
  while (up && !up.next) up = up.parent;
  return up?.next ?? null;
}
