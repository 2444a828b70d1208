/** The tables of an HTML text as Beautiful Soup's tree has them, found while the text is read: no tree is built. */
import { JuicerError } from '../../../model/errors.js';
import { strip } from '../python.js';
import { asideMarkup, escaped, tagMarkup } from './output.js';
import type { StartTag } from './start-tag.js';
import { tokenize, type Aside, type Listener } from './tokenizer.js';

/** A table: its rows, each the texts of its cells; or its markup. */
export type Table = string[][] | string;

/** How tables are given. */
export interface TableForm {
  /** As markup; the header then does not count. */
  markup: boolean;
  /** Whether rows with a header cell are among them. */
  header: boolean;
}

/** A part of all text, or of all markup, that was read. */
interface Part {
  start: number;
  end: number;
}
interface Row {
  cells: Part[];
  isHeader: boolean;
}
interface Found {
  /** Of all rows, those within the table. */
  rows: Part;
  markup: Part;
}
interface Open {
  name: string;
  close: (() => void) | null;
  row: Row | null;
}

/** Most that the tables of one text may hold, in characters: nested ones hold each other's content again. */
const MOST_CHARACTERS = 32 * 1024 * 1024;
/** What a row, a cell or a table costs besides its characters. */
const ITEM_COST = 8;

const VOID = new Set(
  `area base br col embed hr img input keygen link menuitem meta param source track wbr basefont bgsound command frame
  image isindex nextid spacer`.split(/\s+/),
);
/** Elements that keep white space, and those whose text is not that of a cell. */
const PRESERVING = ['pre', 'textarea'];
const ASIDE_TEXT = ['rt', 'rp', 'style', 'script', 'template'];
const UNESCAPED = ['style', 'script'];
const BLANK = /^[ \n\t\f\r]*$/;

/**
 * The tables of a text in the order in which they begin; those within others are there on their own too. Tables without
 * rows are left out, unless markup is wanted.
 * @throws JuicerError E_ROW when a marked section is none (see {@link tokenize}), or nested tables come to too much.
 */
export function tablesOf(text: string, form: TableForm): Table[] {
  const reader = new TableReader(form);
  tokenize(text, reader);
  return reader.finish();
}

class TableReader implements Listener {
  readonly #form: TableForm;
  readonly #open: Open[] = [{ name: '', close: null, row: null }];
  readonly #counts = new Map<string, number>();
  /** Elements without content that were read, by name: an end tag of each is passed over. */
  readonly #voids = new Map<string, number>();
  readonly #tables: Found[] = [];
  readonly #rows: Row[] = [];
  #pieces: string[] = [];
  #text = '';
  #markup = '';

  constructor(form: TableForm) {
    this.#form = form;
  }

  startTag({ name, attributes, closed }: StartTag): void {
    this.#endText();
    const isVoid = VOID.has(name);
    if (!isVoid) this.#push(name);
    else if (!closed) this.#voids.set(name, (this.#voids.get(name) ?? 0) + 1);
    this.#write(() => tagMarkup(name, attributes, isVoid));
    if (!isVoid && closed) this.#pop();
  }

  endTag(name: string): void {
    const voids = this.#voids.get(name) ?? 0;
    if (voids > 0) return void this.#voids.set(name, voids - 1);
    this.#endText();
    if (this.#count(name) === 0) return;
    while (this.#pop() !== name);
  }

  text(piece: string): void {
    this.#pieces.push(piece);
  }

  aside(kind: Aside, content: string): void {
    this.#endText();
    this.#pieces.push(content);
    const data = this.#takeText();
    if (kind === 'cdata') this.#text += strip(data);
    this.#write(() => asideMarkup(kind, data));
  }

  /** Closes what is open and gives the tables. */
  finish(): Table[] {
    this.#endText();
    while (this.#open.length > 1) this.#pop();
    return this.#form.markup ? this.#markups() : this.#rowsOfAll();
  }

  #push(name: string): void {
    const row = this.#open.at(-1)?.row;
    const entry: Open = { name, close: null, row: null };
    if (name === 'table') {
      const rows = { start: this.#rows.length, end: 0 };
      const markup = { start: this.#markup.length, end: 0 };
      this.#tables.push({ rows, markup });
      entry.close = () => {
        rows.end = this.#rows.length;
        markup.end = this.#markup.length;
      };
    } else if (name === 'tr') {
      entry.row = { cells: [], isHeader: false };
      this.#rows.push(entry.row);
    } else if (row && (name === 'td' || name === 'th')) {
      const cell = { start: this.#text.length, end: 0 };
      row.cells.push(cell);
      row.isHeader ||= name === 'th';
      entry.close = () => void (cell.end = this.#text.length);
    }
    this.#open.push(entry);
    this.#counts.set(name, this.#count(name) + 1);
  }

  /** Closes the innermost element and gives its name. */
  #pop(): string {
    const { name = '', close = null } = this.#open.pop() ?? {};
    this.#counts.set(name, this.#count(name) - 1);
    this.#write(() => `</${name}>`);
    close?.();
    return name;
  }

  #count(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  #isIn(names: readonly string[]): boolean {
    return names.some((name) => this.#count(name) > 0);
  }

  #write(markup: () => string): void {
    if (this.#form.markup) this.#markup += markup();
  }

  #endText(): void {
    if (this.#pieces.length === 0) return;
    const data = this.#takeText();
    const parent = this.#open.at(-1)?.name ?? '';
    if (!this.#isIn(ASIDE_TEXT)) this.#text += strip(data);
    this.#write(() => (UNESCAPED.includes(parent) ? data : escaped(data)));
  }

  /** What was read since the last tag; blanks alone, or nothing at all, come to one character. */
  #takeText(): string {
    const data = this.#pieces.join('');
    this.#pieces = [];
    if (this.#isIn(PRESERVING) || !BLANK.test(data)) return data;
    return data.includes('\n') ? '\n' : ' ';
  }

  #markups(): Table[] {
    const sizes = this.#tables.map(({ markup }) => markup.end - markup.start);
    checkSize(sizes);
    return this.#tables.map(({ markup }) => this.#markup.slice(markup.start, markup.end));
  }

  #rowsOfAll(): Table[] {
    const rows: string[][] = [];
    /** How many rows, and how much of them, come before each that was read. */
    const counts = [0];
    const costs = [0];
    for (const { cells, isHeader } of this.#rows) {
      const texts = cells.map(({ start, end }) => this.#text.slice(start, end));
      const isWanted = texts.length > 0 && (this.#form.header || !isHeader);
      if (isWanted) rows.push(texts);
      counts.push(rows.length);
      costs.push((costs.at(-1) ?? 0) + (isWanted ? costOf(texts) : 0));
    }
    checkSize(this.#tables.map(({ rows: { start, end } }) => (costs[end] ?? 0) - (costs[start] ?? 0)));
    const tables = this.#tables.map(({ rows: { start, end } }) => rows.slice(counts[start], counts[end]));
    return tables.filter((table) => table.length > 0);
  }
}

function costOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + ITEM_COST, ITEM_COST);
}

function checkSize(sizes: readonly number[]): void {
  const size = sizes.reduce((sum, one) => sum + one, 0);
  if (size > MOST_CHARACTERS)
    throw new JuicerError('E_ROW', `the tables of the HTML come to more than ${MOST_CHARACTERS} characters`);
}
