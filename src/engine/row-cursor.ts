/** What an op sees of a batch: one row at a time, its values made only when they are asked for. */
import { JuicerError } from '../model/errors.js';
import type { RowView } from '../ops/define.js';
import { bitAt, isNull } from '../table/bitmap.js';
import type { Batch, Column, TextColumn } from '../table/column.js';
import { jsonAt, textAt } from '../table/strings.js';

/** A view that is moved from row to row; it is only valid until the next move. */
export class RowCursor implements RowView {
  readonly column: TextColumn;
  text = '';
  private readonly fields: Map<string, Column>;
  private i = 0;

  constructor(batch: Batch, textKey: string) {
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
    const [first = '', ...rest] = path.split('.');
    const column = this.fields.get(first);
    let value: unknown = column ? valueAt(column, this.i) : undefined;
    for (const key of rest) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return value;
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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
