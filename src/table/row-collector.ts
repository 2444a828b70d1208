/** Gathers the good rows of a range and makes the table of them. */
import { ColumnBuilder } from './build-columns.js';
import { RESERVED, type Batch, type Column, type Table } from './column.js';
import { FieldSlices } from './field-slices.js';
import { KIND } from './json-scan.js';
import { KeyLayouts, RAW_ROW } from './key-layouts.js';
import { doubled, type Members } from './members.js';
import { rowsPerBatch } from './row-groups.js';

/** A row: its number, the slot of its text, its line's bytes. */
interface Row {
  row: number;
  text: number;
  start: number;
  end: number;
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
    if (this.count === this.rowNumbers.length) {
      this.rowNumbers = doubled(this.rowNumbers);
      this.rowLayouts = doubled(this.rowLayouts);
    }
    const layout = this.layouts.walk(members);
    if (layout === RAW_ROW) this.addRaw(row, members);
    else
      for (let slot = 0; slot < members.count; slot++)
        this.addValue(this.layouts.row[slot] as number, members, slot);
    this.rowNumbers[this.count] = row.row;
    this.rowLayouts[this.count] = layout;
    this.count++;
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

  private addRaw(row: Row, members: Members): void {
    this.addValue(this.layouts.fieldOf(this.textKey), members, row.text);
    let { start, end } = row;
    while (this.bytes[start] !== 0x7b) start++;
    while (this.bytes[end - 1] !== 0x7d) end--;
    this.raw.add(this.count, start, end, KIND.nested);
    this.valueBytes += end - start;
  }

  private addValue(field: number, members: Members, slot: number): void {
    const start = members.valueStart[slot] as number;
    const end = members.valueEnd[slot] as number;
    this.slices(field).add(this.count, start, end, members.valueKind[slot] as number);
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
