/** What an op sees of a batch: one row at a time, its values made only when they are asked for. */
import { JuicerError } from '../model/errors.js';
import type { RowView } from '../ops/define.js';
import { memberOf } from '../ops/field/member.js';
import { bitAt, isNull } from '../table/bitmap.js';
import type { Batch, Column, TextColumn } from '../table/column.js';
import { RAW_ROW } from '../table/key-layouts.js';
import { jsonAt, textAt } from '../table/strings.js';

/** A view that is moved from row to row; it is only valid until the next move. */
export class RowCursor implements RowView {
  readonly column: TextColumn;
  text = '';
  private readonly fields: Map<string, Column>;
  private readonly raw: RawFields;
  private i = 0;

  constructor(
    batch: Batch,
    private readonly textKey: string,
  ) {
    this.raw = new RawFields(batch);
    this.fields = new Map(batch.columns.filter((c) => c.role === 'field').map((c) => [c.name, c]));
    const column = this.fields.get(textKey);
    if (column?.kind !== 'utf8' && column?.kind !== 'json') {
      throw new JuicerError('E_INTERNAL', `a batch has no text column ${textKey}`);
    }
    this.column = column;
  }

  /** Moves to a row. */
  at(i: number): this {
    this.i = i;
    this.text = textAt(this.column, i) ?? '';
    return this;
  }

  field(path: string): unknown {
    if (path === this.textKey) return this.text;
    const [first = '', ...rest] = path.split('.');
    const raw = this.raw.at(this.i);
    const column = this.fields.get(first);
    let value: unknown = raw ? memberOf(raw, first) : column && valueAt(column, this.i);
    for (const key of rest) value = memberOf(value, key);
    return value;
  }

  get names(): readonly string[] {
    const raw = this.raw.at(this.i);
    return raw ? Object.keys(raw) : [...this.fields.keys()];
  }
}

/** The fields of rows that are kept raw whole: nothing of them but the text is in columns. */
class RawFields {
  private readonly raw: Column | undefined;
  private readonly layouts: Int32Array | undefined;
  private row = -1;
  private fields: unknown;

  constructor({ columns }: Batch) {
    this.raw = columns.find((c) => c.role === 'raw');
    const layout = columns.find((c) => c.role === 'layout');
    this.layouts = layout?.kind === 'int32' ? layout.values : undefined;
  }

  /** The fields of a row, the last of each name; null when the row is not kept raw. */
  at(row: number): Record<string, unknown> | null {
    if (this.raw?.kind !== 'utf8' || this.layouts?.[row] !== RAW_ROW) return null;
    if (row !== this.row) {
      this.fields = JSON.parse(jsonAt(this.raw, row) ?? '{}');
      this.row = row;
    }
    return this.fields as Record<string, unknown>;
  }
}

/** A value as JavaScript has it; integers beyond 2^53 as bigint. */
function valueAt(column: Column, i: number): unknown {
  if (isNull(column, i)) return null;
  switch (column.kind) {
    case 'utf8':
      return textAt(column, i);
    case 'json':
      return JSON.parse(jsonAt(column, i) ?? 'null');
    case 'bool':
      return bitAt(column.values, i);
    case 'int64': {
      const value = column.values[i] ?? 0n;
      return BigInt.asIntN(54, value) === value ? Number(value) : value;
    }
    case 'double':
    case 'int32':
      return column.values[i];
  }
}
