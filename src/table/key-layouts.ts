/**
 * The key layouts of a partition: which fields its rows have, in which order. A tree of keys finds the layout of a row
 * that looks like the one before it by comparing bytes alone.
 */
import { KIND } from './json-scan.js';
import { latin1Text, memberKey, sameBytes } from './member-key.js';
import type { Members } from './members.js';

/**
 * Bounds per partition: distinct fields, and keys over all layouts (rows that each have an order of their own would make
 * the layouts outgrow the data). Rows beyond them are kept raw whole.
 */
export const LAYOUT_LIMITS = { fields: 512, keys: 65_536 } as const;

/** Layout number of rows that are kept raw whole. */
export const RAW_ROW = -1;

interface Node {
  /** The key as spelt in the text. */
  key: Uint8Array;
  /** The field, −1 when the row has it already. */
  field: number;
  parent: Node | null;
  children: Map<string, Node>;
  /** The child taken last. */
  last: Node | null;
  layout: number;
}

/** Finds the layout of each row and numbers the fields in order of first appearance. */
export class KeyLayouts {
  /** Field names by number. */
  readonly fields: string[] = [];
  /** Field names of each layout. */
  readonly layouts: string[][] = [];
  /** Fields of the row walked last, by slot; valid when {@link walk} did not give RAW_ROW. */
  row = new Int32Array(16);
  private readonly numbers = new Map<string, number>();
  private readonly root = newNode(new Uint8Array(0), -1, null);
  private nodes = 0;
  private keys = 0;

  constructor(
    private readonly bytes: Uint8Array,
    /** Always has a place among the fields. */
    private readonly textKey: string,
  ) {}

  /** The layout of a scanned row; RAW_ROW when it has a key twice, a key that is no Unicode text, or is beyond the limits. */
  walk(members: Members): number {
    const { count } = members;
    if (count > this.row.length) this.row = new Int32Array(count * 2);
    let node = this.root;
    for (let slot = 0; slot < count; slot++) {
      const last = node.last;
      const start = members.keyStart[slot] as number;
      const known =
        last !== null && sameBytes(this.bytes, start, members.keyEnd[slot] as number, last.key)
          ? last
          : this.child(node, members, slot);
      if (known === null || known.field < 0) return RAW_ROW;
      node = known;
      this.row[slot] = node.field;
    }
    return node.layout >= 0 ? node.layout : this.newLayout(node, count);
  }

  private child(node: Node, members: Members, slot: number): Node | null {
    const start = members.keyStart[slot] as number;
    const end = members.keyEnd[slot] as number;
    const spelling = latin1Text(this.bytes, start, end);
    let child = node.children.get(spelling);
    if (!child) {
      if (members.keyKind[slot] === KIND.lone || this.nodes === LAYOUT_LIMITS.keys) return null;
      let field = this.fieldOf(memberKey(this.bytes, members, slot));
      if (field < 0) return null;
      for (let up: Node | null = node; up; up = up.parent) if (up.field === field) field = -1;
      child = newNode(this.bytes.slice(start, end), field, node);
      node.children.set(spelling, child);
      this.nodes++;
    }
    node.last = child;
    return child;
  }

  /** The number of a field, given to it now if it is new; −1 when there are too many. */
  fieldOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const reserved = name === this.textKey || this.numbers.has(this.textKey) ? 0 : 1;
    if (this.fields.length + reserved >= LAYOUT_LIMITS.fields) return -1;
    this.numbers.set(name, this.fields.length);
    return this.fields.push(name) - 1;
  }

  private newLayout(node: Node, count: number): number {
    if (this.keys + count > LAYOUT_LIMITS.keys) return RAW_ROW;
    this.keys += count;
    const names: string[] = [];
    for (let slot = 0; slot < count; slot++) names.push(this.fields[this.row[slot] as number] as string);
    node.layout = this.layouts.push(names) - 1;
    return node.layout;
  }
}

function newNode(key: Uint8Array, field: number, parent: Node | null): Node {
  return { key, field, parent, children: new Map(), last: null, layout: RAW_ROW };
}
