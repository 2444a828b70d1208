/** Runs a mapper over a batch: the rows that it makes, each with its text and the fields that it sets. */
import type { PreparedMapper } from '../ops/run.js';
import type { Batch, TextColumn } from '../table/column.js';
import { setFields, type FieldChanges } from '../table/set-fields.js';
import { takeRows } from '../table/select.js';
import { madeRows, type Made } from './made-rows.js';
import { patchTexts, type TextChanges } from './patch-texts.js';
import { failedRow, type RowTrace, type Scene } from './scene.js';

/** The rows that a mapper makes of a batch, in order. */
export function runMapper(op: PreparedMapper, { batch, rows, context }: Scene): Batch {
  const made = new MadeOfBatch();
  for (let i = 0; i < batch.rows; i++) {
    try {
      const before = rows.at(i).text;
      const mapped = op.map(rows);
      // Most mappers give one text: nothing is made for that.
      const after = typeof mapped === 'string' ? mapped : madeRows(op, mapped, before);
      if (context.trace?.full === false) traceMapped(context.trace, { batch, i, before, after });
      if (typeof after === 'string') made.add(i, before, after);
      else {
        for (const row of after) made.add(i, before, row.text, row.fields);
        if (context.ledger) context.ledger.added += Math.max(0, after.length - 1);
      }
    } catch (error) {
      context.failed.push(failedRow(batch, i, error));
    }
    context.step(i);
  }
  const taken = takeRows(batch, Uint32Array.from(made.from));
  const column = taken.columns[batch.columns.indexOf(rows.column)] as TextColumn;
  const text = patchTexts(column, taken.rows, made.texts);
  const patched = { rows: taken.rows, columns: taken.columns.map((c) => (c === column ? text : c)) };
  return op.writes.length > 0 ? setFields(patched, op.writes, made.fields, context.layouts) : patched;
}

/** Gathers what is made of a batch: the row that each comes from, and what is another in it. */
class MadeOfBatch {
  readonly from: number[] = [];
  readonly texts: TextChanges = { rows: [], texts: [] };
  readonly fields: FieldChanges = new Map();

  add(i: number, before: string, text: string, fields?: Made['fields']): void {
    if (text !== before) {
      this.texts.rows.push(this.from.length);
      this.texts.texts.push(text);
    }
    if (fields) this.fields.set(this.from.length, fields);
    this.from.push(i);
  }
}

function traceMapped(
  trace: RowTrace,
  o: { batch: Batch; i: number; before: string; after: string | readonly Made[] },
): void {
  const { batch, i, before } = o;
  const made: readonly Made[] = typeof o.after === 'string' ? [{ text: o.after }] : o.after;
  const after = made.map(({ text }) => text).join('\n');
  const set = made.flatMap(({ fields }) => (fields ? [objectJson(fields)] : []));
  const fields = set.length > 0 ? { fields: set.join() } : {};
  if (after !== before || set.length > 0) trace.changed(batch, i, { before, after, ...fields });
}

function objectJson(fields: ReadonlyMap<string, string>): string {
  return `{${[...fields].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`;
}
