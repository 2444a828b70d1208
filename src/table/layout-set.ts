/** The key layouts of a table: added to, and settled. */
import type { Int32Column, Table } from './column.js';
import { RAW_ROW } from './key-layouts.js';

/** Numbers that were given once stay what they are. */
export class KeyLayoutSet {
  readonly all: string[][];
  private readonly numbers = new Map<string, number>();
  private readonly wider = new Map<string, number>();

  constructor(layouts: readonly string[][]) {
    this.all = [...layouts];
  }

  /** Number of the layout that has the fields of another and then those of `names` that it lacks. */
  widened(layout: number, names: readonly string[]): number {
    const key = JSON.stringify([layout, ...names]);
    let number = this.wider.get(key);
    if (number === undefined) this.wider.set(key, (number = this.find(layout, names)));
    return number;
  }

  private find(layout: number, names: readonly string[]): number {
    const fields = this.all[layout] ?? [];
    const lacking = names.filter((name) => !fields.includes(name));
    return lacking.length === 0 ? layout : this.numberOf([...fields, ...lacking]);
  }

  private numberOf(fields: string[]): number {
    if (this.numbers.size === 0)
      this.all.forEach((known, number) => this.numbers.set(JSON.stringify(known), number));
    const key = JSON.stringify(fields);
    let number = this.numbers.get(key);
    if (number === undefined) this.numbers.set(key, (number = this.all.push(fields) - 1));
    return number;
  }
}

/**
 * The table with just the layouts that its rows have, in the order of the first row of each: then equal rows are stored
 * alike, whichever ops gave them their fields. Gives the table itself when it is so already.
 */
export function settleLayouts(table: Table): Table {
  const columns = table.batches.map(({ columns: all }) =>
    all.find((c): c is Int32Column => c.role === 'layout'),
  );
  const numbers = new Map<number, number>();
  for (const column of columns)
    for (const layout of column?.values ?? [])
      if (layout !== RAW_ROW && !numbers.has(layout)) numbers.set(layout, numbers.size);
  const order = [...numbers.keys()];
  if (order.length === table.layouts.length && order.every((layout, i) => layout === i)) return table;
  const batches = table.batches.map((batch, k) => ({
    rows: batch.rows,
    columns: batch.columns.map((c) => (c === columns[k] ? renumbered(columns[k], numbers) : c)),
  }));
  return { layouts: order.map((layout) => table.layouts[layout] ?? []), batches };
}

function renumbered(column: Int32Column, numbers: ReadonlyMap<number, number>): Int32Column {
  return { ...column, values: column.values.map((layout) => numbers.get(layout) ?? RAW_ROW) };
}
