/**
 * The HTML parser of parse5 with two changes. It follows the standard of 2025 on `select`, whose content is parsed like
 * any other; and no input makes it slow: what is open is looked up, never searched for ({@link OpenTags}).
 */
import { html, Parser, type Token } from 'parse5';
import { OpenTags } from './open-tags.js';
import { treeAdapter, type HtmlNode, type HtmlTree } from './tree.js';
import { keepAttributesFast, limitFormatting, readCdata } from './limits.js';

const { TAG_ID: $, NS } = html;

/** Insertion modes by the parser's numbers. */
const BEFORE_HEAD = 2;
const IN_HEAD = 3;
const AFTER_HEAD = 5;
const IN_BODY = 6;
const IN_TABLE = 8;
const IN_TABLE_TEXT = 9;
const IN_CAPTION = 10;
const IN_COLUMN_GROUP = 11;
const IN_SELECT = 15;
const IN_SELECT_IN_TABLE = 16;
/** Of body, caption and cell: text, lists and all else follow the rules of the body at once. */
const BODY_MODES: readonly number[] = [IN_BODY, IN_CAPTION, 14];
const TABLE_MODES: readonly number[] = [IN_TABLE, 12, 13];

/** The mode after a table or template ends, by the innermost of these that is open. */
const MODES: Readonly<Record<string, number>> = {
  tr: 13,
  tbody: 12,
  thead: 12,
  tfoot: 12,
  caption: IN_CAPTION,
  colgroup: IN_COLUMN_GROUP,
  table: IN_TABLE,
  td: 14,
  th: 14,
  head: IN_HEAD,
  body: IN_BODY,
  frameset: 19,
  template: -1,
  html: AFTER_HEAD,
};
const MODE_NAMES = Object.keys(MODES);
const HEADERS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const FORMATTING = new Set('a b big code em font i nobr s small strike strong tt u'.split(' '));
/** End tags that the body has rules of its own for, and formatting, which has a list of its own. */
const OWN_END = new Set(
  `address applet article aside blockquote body br button center dd details dialog dir div dl dt fieldset figcaption
  figure footer form h1 h2 h3 h4 h5 h6 header hgroup html li listing main marquee menu nav object ol p pre search
  section select summary template ul`.split(/\s+/),
);

/** See above. */
export class HtmlParser extends Parser<HtmlTree> {
  readonly #tags: OpenTags;

  constructor() {
    super({ treeAdapter, scriptingEnabled: false });
    const stack = this.openElements as unknown as ConstructorParameters<typeof OpenTags>[0];
    this.#tags = new OpenTags(stack);
    this.#answerFromTags();
    limitFormatting(this.activeFormattingElements);
    keepAttributesFast(this.tokenizer);
    readCdata(this.tokenizer, () => this.currentNotInHTML);
  }

  /** The tree of a document. */
  static tree(text: string): HtmlNode {
    const parser = new HtmlParser();
    parser.tokenizer.write(text, true);
    return parser.document;
  }

  override onItemPush(node: HtmlNode, id: number, isTop: boolean): void {
    node.open = true;
    super.onItemPush(node, id, isTop);
  }

  override onItemPop(node: HtmlNode, isTop: boolean): void {
    node.open = false;
    if (isTop) this.#tags.changedFrom(this.openElements.stackTop + 1);
    super.onItemPop(node, isTop);
  }

  override onNullCharacter(token: Token.CharacterToken): void {
    // The parser counts a run of them as one.
    if (this.tokenizer.inForeignNode)
      this._insertCharacters({ ...token, chars: '\uFFFD'.repeat(token.chars.length) });
    else super.onNullCharacter(token);
  }

  override onEof(token: Token.EOFToken): void {
    // In a template the end adds no text; the parser would close one template inside the closing of another.
    if (this.openElements.tmplCount > 0 && this.insertionMode !== IN_TABLE_TEXT) this.stopped = true;
    else super.onEof(token);
  }

  override onEndTag(token: Token.TagToken): void {
    const name = token.tagName;
    const isForeign = this.currentNotInHTML && name !== 'p' && name !== 'br';
    if (!isForeign || this.#isOpen(`:${name}`, 'foreign')) return super.onEndTag(token);
    this.skipNextNewLine = false;
    this.currentToken = token;
    this._endTagOutsideForeignContent(token);
  }

  override _startTagOutsideForeignContent(token: Token.TagToken): void {
    if (BODY_MODES.includes(this.insertionMode) || TABLE_MODES.includes(this.insertionMode)) {
      if (this.#startsInSelect(token)) return;
      if (BODY_MODES.includes(this.insertionMode) && /^(?:li|dd|dt)$/.test(token.tagName))
        return this.#startItem(token);
    }
    const mode = this.insertionMode === IN_TABLE_TEXT ? this.originalInsertionMode : this.insertionMode;
    super._startTagOutsideForeignContent(token);
    const now: number = this.insertionMode;
    if (now === IN_SELECT) this.insertionMode = IN_BODY;
    if (now === IN_SELECT_IN_TABLE) this.insertionMode = mode === IN_COLUMN_GROUP ? IN_TABLE : mode;
  }

  override _endTagOutsideForeignContent(token: Token.TagToken): void {
    const mode = this.insertionMode;
    const name = token.tagName;
    if (name === 'select' && (BODY_MODES.includes(mode) || TABLE_MODES.includes(mode))) {
      if (!this.#isOpen(name, 'element')) return;
      this.openElements.generateImpliedEndTags();
      return this.openElements.popUntilTagNamePopped($.SELECT);
    }
    if (mode === IN_BODY && this.#endsNothing(name)) return;
    super._endTagOutsideForeignContent(token);
  }

  override _resetInsertionMode(): void {
    const position = this.#tags.highest(MODE_NAMES);
    const name = this.openElements.items[position]?.name ?? 'body';
    if (name === 'template') this.insertionMode = this.tmplInsertionModeStack[0] ?? IN_BODY;
    else if (name === 'html' && !this.headElement) this.insertionMode = BEFORE_HEAD;
    else this.insertionMode = MODES[name] ?? IN_BODY;
  }

  #isOpen(name: string, scope: Parameters<OpenTags['within']>[1]): boolean {
    return this.#tags.within(this.#tags.position(name), scope);
  }

  /** What start tags do to a `select` that they are in; true when that is all they do. */
  #startsInSelect({ tagID, attrs }: Token.TagToken): boolean {
    const closes = tagID === $.SELECT || tagID === $.INPUT;
    if (!closes && tagID !== $.HR && tagID !== $.OPTION && tagID !== $.OPTGROUP) return false;
    if (!this.#isOpen('select', 'element')) return false;
    const stack = this.openElements;
    if (closes) {
      const type = attrs.find(({ name }) => name === 'type')?.value.toLowerCase();
      const isHidden = tagID === $.INPUT && type === 'hidden' && TABLE_MODES.includes(this.insertionMode);
      if (!isHidden) stack.popUntilTagNamePopped($.SELECT);
      return tagID === $.SELECT;
    }
    if (tagID === $.HR && this.#isOpen('p', 'button')) this._closePElement();
    if (tagID === $.OPTION) stack.generateImpliedEndTagsWithExclusion($.OPTGROUP);
    else stack.generateImpliedEndTags();
    return false;
  }

  #startItem(token: Token.TagToken): void {
    this.framesetOk = false;
    const position = this.#tags.highest(token.tagName === 'li' ? ['li'] : ['dd', 'dt']);
    const id = this.openElements.tagIDs[position];
    if (id !== undefined && this.#tags.within(position, 'listItem')) {
      this.openElements.generateImpliedEndTagsWithExclusion(id);
      this.openElements.popUntilTagNamePopped(id);
    }
    if (this.#isOpen('p', 'button')) this._closePElement();
    this._insertElement(token, NS.HTML);
  }

  /** Whether an end tag without rules of its own closes nothing: its element is not open, or below a special one. */
  #endsNothing(name: string): boolean {
    if (OWN_END.has(name) || this.#isOpen(name, 'special')) return false;
    return !FORMATTING.has(name) || !this.activeFormattingElements.getElementEntryInScopeWithTagName(name);
  }

  #answerFromTags(): void {
    const tags = this.#tags;
    const stack = this.openElements;
    const nameOf = new Map<html.TAG_ID, string>();
    for (const name of Object.values(html.TAG_NAMES)) nameOf.set(html.getTagID(name), name);
    const inScope = (scope: Parameters<OpenTags['within']>[1]) => (id: html.TAG_ID) =>
      this.#isOpen(nameOf.get(id) ?? '', scope);
    stack.hasInScope = inScope('element');
    stack.hasInListItemScope = inScope('list');
    stack.hasInButtonScope = inScope('button');
    stack.hasInTableScope = inScope('table');
    stack.hasNumberedHeaderInScope = () => tags.within(tags.highest(HEADERS), 'element');
    stack.hasTableBodyContextInTableScope = () =>
      tags.within(tags.highest(['tbody', 'thead', 'tfoot']), 'table');
    stack.contains = (element) => element.open;
    this.#followMoves();
  }

  /** Changes below the top of the stack, which the parser does not tell of. */
  #followMoves(): void {
    const stack = this.openElements;
    const tags = this.#tags;
    const { replace, remove, insertAfter } = stack;
    stack.replace = (old, element) => {
      replace.call(stack, old, element);
      old.open = false;
      element.open = true;
    };
    stack.remove = (element) => {
      if (!element.open) return;
      tags.changedFrom(stack.items.lastIndexOf(element, stack.stackTop));
      remove.call(stack, element);
    };
    stack.insertAfter = (reference, element, id) => {
      tags.changedFrom(stack.items.lastIndexOf(reference, stack.stackTop) + 1);
      insertAfter.call(stack, reference, element, id);
      element.open = true;
    };
  }
}
