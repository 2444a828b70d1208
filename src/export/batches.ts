/** Rows as record batches of Arrow: as many rows at a time as a group of a file is to have. */
import * as arrow from 'apache-arrow';
import type { ExportColumn } from '../model/export.js';
import { JsonScanner, KIND } from '../table/json-scan.js';
import { memberKey, sameBytes } from '../table/member-key.js';
import { arrowType, columnBuilder, type ColumnBuilder } from './column-builder.js';
import { exportNote, NOTE_KEY } from './note.js';

const LINE_FEED = 0x0a;
/** A group ends with the row with which it has so many rows, or bytes of JSON. */
const GROUP = { rows: 100_000, bytes: 32 * 1024 * 1024 } as const;

interface Slot {
  /** Its place among the columns. */
  at: number;
  column: ExportColumn;
  builder: ColumnBuilder;
  /** Name of the field in UTF-8, as it mostly stands in the rows. */
  raw: Buffer;
  /** Where the value of the present row stands, from 0; −1 when the row has none. */
  start: number;
  end: number;
  kind: number;
}

/** Makes batches of rows. */
export class Batches {
  readonly schema: arrow.Schema;
  private readonly slots: Slot[];
  private readonly byName: Map<string, Slot>;
  private readonly whole: Slot | undefined;
  private rows = 0;
  private bytes = 0;

  constructor(columns: readonly ExportColumn[]) {
    const fields = columns.map((c) => new arrow.Field(c.stored, arrowType(c.type), c.nullable));
    this.schema = new arrow.Schema(fields, new Map([[NOTE_KEY, exportNote(columns)]]));
    this.slots = columns.map((column, at) => ({
      at,
      column,
      builder: columnBuilder(column.type),
      raw: Buffer.from(column.name),
      start: -1,
      end: -1,
      kind: 0,
    }));
    this.whole = this.slots.find(({ column }) => column.whole_rows);
    this.byName = new Map(this.slots.filter((s) => s !== this.whole).map((slot) => [slot.column.name, slot]));
  }

  /** Takes whole lines; gives each group that is full. */
  *add(lines: Buffer): Generator<arrow.RecordBatch> {
    const scanner = new JsonScanner(lines);
    for (let start = 0; start < lines.length;) {
      const end = lines.indexOf(LINE_FEED, start);
      scanner.object(start, end);
      const repeated = this.place(lines, scanner);
      for (const slot of this.slots) addTo(slot, lines);
      if (this.whole && repeated) this.whole.builder.addText?.(lines, start, end);
      else this.whole?.builder.addNull();
      this.rows++;
      this.bytes += end + 1 - start;
      start = end + 1;
      if (this.rows >= GROUP.rows || this.bytes >= GROUP.bytes) yield this.batch();
    }
  }

  /** The rows that are left; null when there are none. */
  rest(): arrow.RecordBatch | null {
    return this.rows === 0 ? null : this.batch();
  }

  private batch(): arrow.RecordBatch {
    const children = this.slots.map(({ builder }) => builder.finish());
    const type = new arrow.Struct(this.schema.fields);
    const data = arrow.makeData({ type, length: this.rows, nullCount: 0, children });
    [this.rows, this.bytes] = [0, 0];
    return new arrow.RecordBatch(this.schema, data);
  }

  /** Notes where the values of a row stand; tells whether a key comes twice, of which the last value counts. */
  private place(lines: Buffer, { members }: JsonScanner): boolean {
    let repeated = false;
    let next = 0;
    for (let i = 0; i < members.count; i++) {
      const slot = this.slotOf(lines, { members }, i, next);
      next = slot.at + 1;
      if (slot.start >= 0) repeated = true;
      slot.start = members.valueStart[i] as number;
      slot.end = members.valueEnd[i] as number;
      slot.kind = members.valueKind[i] as number;
    }
    return repeated;
  }

  private slotOf(lines: Buffer, { members }: Pick<JsonScanner, 'members'>, i: number, next: number): Slot {
    const likely = this.slots[next];
    const [start, end] = [members.keyStart[i] as number, members.keyEnd[i] as number];
    const plain = members.keyKind[i] === KIND.plain;
    if (plain && likely && likely !== this.whole && sameBytes(lines, start, end, likely.raw)) return likely;
    return this.byName.get(memberKey(lines, members, i)) as Slot;
  }
}

/** Adds the value of the present row to a column, and forgets it. */
function addTo(slot: Slot, lines: Buffer): void {
  const { column, builder, start, end, kind } = slot;
  if (column.whole_rows) return;
  slot.start = -1;
  if (start < 0 || (kind === KIND.null && column.nulls === 'null')) builder.addNull();
  else if (column.type.kind === 'json') builder.addText?.(lines, start, end);
  else builder.add(lines, start);
}
