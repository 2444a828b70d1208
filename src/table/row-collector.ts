/** Gathers the good rows of a range and makes the table of them. */
import { ColumnBuilder } from './build-columns.js';
import { RESERVED, type Batch, type Column, type Table } from './column.js';
import { FieldSlices } from './field-slices.js';
import { KIND } from './json-scan.js';
import { KeyLayouts, RAW_ROW } from './key-layouts.js';
import { doubled, type Members, type ValueSlice } from './members.js';
import { rowsPerBatch } from './row-groups.js';

/** A row: its number, and its line's bytes. */
export interface RowRange {
  row: number;
  start: number;
  end: number;
}

/** With the slot of its text. */
interface Row extends RowRange {
  slot: number;
}

/** Collects rows, then builds columns: a type can be chosen only when all values were seen. */
export class RowCollector {
  private readonly layouts: KeyLayouts;
  private readonly fields: FieldSlices[] = [];
  private readonly raw: FieldSlices;
  private count = 0;
  private valueBytes = 0;
  private rowNumbers = new Float64Array(1024);
  private rowLayouts = new Int32Array(1024);

  constructor(
    private readonly bytes: Uint8Array,
    private readonly textKey: string,
  ) {
    this.layouts = new KeyLayouts(bytes, textKey);
    this.raw = new FieldSlices(bytes);
  }

  /** Adds a scanned row. */
  add(row: Row, members: Members): void {
    const layout = this.layouts.walk(members);
    if (layout === RAW_ROW) return this.addWhole(row, members.value(row.slot));
    // No object for each value: this is done for every one of every row.
    const { valueStart, valueEnd, valueKind } = members;
    for (let slot = 0; slot < members.count; slot++) {
      const start = valueStart[slot] as number;
      const end = valueEnd[slot] as number;
      this.addValue(this.layouts.row[slot] as number, start, end, valueKind[slot] as number);
    }
    this.number(row, layout);
  }

  /** Adds a row that is kept raw whole, given its text. */
  addWhole(row: RowRange, text: ValueSlice): void {
    this.addValue(this.layouts.fieldOf(this.textKey), text.start, text.end, text.kind);
    let { start, end } = row;
    while (this.bytes[start] !== 0x7b) start++;
    while (this.bytes[end - 1] !== 0x7d) end--;
    this.raw.add(this.count, start, end, KIND.nested);
    this.valueBytes += end - start;
    this.number(row, RAW_ROW);
  }

  /** The table of all rows added. Rows or not, it has at least the columns for row number, layout and text. */
  finish(): Table {
    const text = this.slices(this.layouts.fieldOf(this.textKey));
    const builders = this.layouts.fields.flatMap((name, number) => {
      const slices = this.slices(number);
      return slices.count > 0 || slices === text
        ? [new ColumnBuilder(this.bytes, name, 'field', slices)]
        : [];
    });
    const raw = new ColumnBuilder(this.bytes, RESERVED.raw, 'raw', this.raw);
    const size = rowsPerBatch(this.count, this.valueBytes);
    const batches: Batch[] = [];
    for (let from = 0; from === 0 || from < this.count; from += size) {
      const to = Math.min(this.count, from + size);
      const columns = builders.map((builder) => builder.build(from, to));
      if (this.raw.count > 0) columns.push({ ...raw.text(from, to), kind: 'utf8' });
      batches.push({ rows: to - from, columns: [...this.hidden(from, to), ...columns] });
    }
    return { layouts: this.layouts.layouts, batches };
  }

  /** The row is complete. */
  private number({ row }: RowRange, layout: number): void {
    if (this.count === this.rowNumbers.length) {
      this.rowNumbers = doubled(this.rowNumbers);
      this.rowLayouts = doubled(this.rowLayouts);
    }
    this.rowNumbers[this.count] = row;
    this.rowLayouts[this.count] = layout;
    this.count++;
  }

  private addValue(field: number, start: number, end: number, kind: number): void {
    this.slices(field).add(this.count, start, end, kind);
    this.valueBytes += end - start;
  }

  private slices(field: number): FieldSlices {
    for (let i = this.fields.length; i <= field; i++) this.fields.push(new FieldSlices(this.bytes));
    return this.fields[field] as FieldSlices;
  }

  private hidden(from: number, to: number): Column[] {
    const rows = BigInt64Array.from(this.rowNumbers.subarray(from, to), (n) => BigInt(n));
    const layouts = this.rowLayouts.slice(from, to);
    return [
      { name: RESERVED.row, role: 'row', kind: 'int64', validity: null, values: rows },
      { name: RESERVED.layout, role: 'layout', kind: 'int32', validity: null, values: layouts },
    ];
  }
}
