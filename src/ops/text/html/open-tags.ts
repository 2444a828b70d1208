/**
 * Answers "is this tag open, and in which scope" in constant time, however deep elements are nested. It follows the
 * parser's stack lazily: positions from {@link OpenTags.changedFrom} on are read again when the next question comes.
 */
import { html } from 'parse5';

const { TAG_ID: $, NS, SPECIAL_ELEMENTS } = html;

/** What ends a search from the top of the stack downwards. */
export type Scope = 'element' | 'list' | 'button' | 'table' | 'special' | 'listItem' | 'foreign';

const SCOPES: readonly Scope[] = ['element', 'list', 'button', 'table', 'special', 'listItem', 'foreign'];
const BASE = [$.APPLET, $.CAPTION, $.HTML, $.TABLE, $.TD, $.TH, $.MARQUEE, $.OBJECT, $.SELECT, $.TEMPLATE];
const SPECIAL = [...SPECIAL_ELEMENTS[NS.HTML]];

/** HTML elements that bound a scope. Special elements of SVG and MathML bound every one but that of tables. */
const BOUNDS: Record<Exclude<Scope, 'foreign'>, Set<html.TAG_ID>> = {
  element: new Set(BASE),
  list: new Set([...BASE, $.OL, $.UL]),
  button: new Set([...BASE, $.BUTTON]),
  table: new Set([$.HTML, $.TABLE, $.TEMPLATE]),
  special: new Set(SPECIAL),
  listItem: new Set(SPECIAL.filter((id) => id !== $.ADDRESS && id !== $.DIV && id !== $.P)),
};

/** The part of the parser's stack that is read. */
export interface Stack {
  items: readonly { name: string; namespace: html.NS }[];
  tagIDs: readonly html.TAG_ID[];
  stackTop: number;
}

/** See above. */
export class OpenTags {
  readonly #stack: Stack;
  #size = 0;
  readonly #last = new Map<string, number>();
  readonly #names: string[] = [];
  readonly #before: number[] = [];
  readonly #bounds = new Map<Scope, number[]>(SCOPES.map((scope) => [scope, []]));

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Tells that the stack may differ from this position on. */
  changedFrom(position: number): void {
    while (this.#size > position) {
      const i = --this.#size;
      const name = this.#names[i];
      if (name !== undefined) this.#last.set(name, this.#before[i] ?? -1);
    }
  }

  /** The highest position of an open element of this name, or -1; with a colon before it, one of SVG or MathML. */
  position(name: string): number {
    this.#follow();
    return this.#last.get(name) ?? -1;
  }

  /** The highest of several. */
  highest(names: readonly string[]): number {
    return Math.max(...names.map((name) => this.position(name)));
  }

  /** Whether a position lies within a scope; what bounds the scope is itself within. */
  within(position: number, scope: Scope): boolean {
    this.#follow();
    return position >= 0 && position >= (this.#bounds.get(scope)?.[this.#size - 1] ?? -1);
  }

  #follow(): void {
    const { items, tagIDs, stackTop } = this.#stack;
    this.changedFrom(stackTop + 1);
    for (let i = this.#size; i <= stackTop; i = this.#size) this.#add(i, items[i], tagIDs[i]);
  }

  #add(i: number, item: Stack['items'][number] | undefined, id: html.TAG_ID = $.UNKNOWN): void {
    const namespace = item?.namespace ?? NS.HTML;
    const name = namespace === NS.HTML ? (item?.name ?? '') : `:${item?.name.toLowerCase()}`;
    this.#names[i] = name;
    this.#before[i] = this.#last.get(name) ?? -1;
    this.#last.set(name, i);
    for (const scope of SCOPES) {
      const bounds = this.#bounds.get(scope) ?? [];
      bounds[i] = isBound(scope, namespace, id) ? i : (bounds[i - 1] ?? -1);
    }
    this.#size = i + 1;
  }
}

function isBound(scope: Scope, namespace: html.NS, id: html.TAG_ID): boolean {
  const isHtml = namespace === NS.HTML;
  if (scope === 'foreign') return isHtml;
  return isHtml ? BOUNDS[scope].has(id) : scope !== 'table' && SPECIAL_ELEMENTS[namespace].has(id);
}
