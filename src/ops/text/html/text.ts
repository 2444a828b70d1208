/** The text of an HTML document. */
import { HtmlParser } from './parser.js';
import type { HtmlNode } from './tree.js';

/**
 * All text of a document as browsers parse it, piece by piece, nothing between the pieces: that of scripts and styles
 * too, not that of templates and comments. Entities are decoded.
 */
export function htmlText(source: string): string {
  const root = HtmlParser.tree(source);
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
