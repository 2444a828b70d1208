/**
 * Keeps the parser's lists from growing with the document, where going through them would take the square of its length;
 * and what else is set right inside the parser.
 */
import type { Parser, Token, Tokenizer } from 'parse5';
import type { HtmlTree } from './tree.js';

/**
 * Formatting elements that are open at once within one table cell or the like; the standard has no bound for those whose
 * attributes differ. The oldest are forgotten.
 */
const MAX_FORMATTING = 48;

type FormattingList = Parser<HtmlTree>['activeFormattingElements'];

/** Bounds the list of formatting elements; what a marker shuts out is put aside, not searched past. */
export function limitFormatting(list: FormattingList): void {
  const outer: FormattingList['entries'][] = [];
  const push = list.pushElement.bind(list);
  list.insertMarker = () => {
    outer.push(list.entries);
    list.entries = [];
  };
  list.clearToLastMarker = () => {
    list.entries = outer.pop() ?? [];
  };
  list.pushElement = (element, token) => {
    push(element, token);
    if (list.entries.length > MAX_FORMATTING) list.entries.pop();
  };
}

/** Finds out by a set, not by search, whether a tag has an attribute twice. */
export function keepAttributesFast(tokenizer: Tokenizer): void {
  const inner = tokenizer as unknown as {
    currentToken: Token.TagToken;
    currentAttr: Token.Attribute;
    _leaveAttrName: () => void;
  };
  const seen = new Set<string>();
  let of: Token.Attribute[] | null = null;
  inner._leaveAttrName = () => {
    const { attrs } = inner.currentToken;
    if (attrs !== of) seen.clear();
    of = attrs;
    const { name } = inner.currentAttr;
    if (!seen.has(name)) attrs.push(inner.currentAttr);
    seen.add(name);
  };
}

/** Lets sections of CDATA begin wherever the innermost element is one of SVG or MathML, even if HTML may stand in it. */
export function readCdata(tokenizer: Tokenizer, isForeign: () => boolean): void {
  const inner = tokenizer as unknown as { _stateMarkupDeclarationOpen: (codePoint: number) => void };
  const open = inner._stateMarkupDeclarationOpen.bind(tokenizer);
  inner._stateMarkupDeclarationOpen = (codePoint) => {
    const { inForeignNode } = tokenizer;
    tokenizer.inForeignNode = isForeign();
    open(codePoint);
    tokenizer.inForeignNode = inForeignNode;
  };
}
