/**
 * Columns in memory: plain buffers in Arrow's layout. A table is one partition at one point of the chain, cut into
 * batches (= row groups of a file) that all have the same columns in the same order.
 */

/** What a column is for. `stat` columns are written as children of the struct `__dj__stats__`. */
export type ColumnRole = 'field' | 'row' | 'layout' | 'raw' | 'stat';

interface Base {
  /** Name of the source field (role field), of the stat (role stat), or the reserved name of the role. */
  name: string;
  role: ColumnRole;
  /** Arrow validity bitmap, least significant bit first; null when no value is null. */
  validity: Uint8Array | null;
}

/** Text: `utf8` holds the strings themselves, `json` the raw JSON text of each value. `offsets` has rows + 1 entries. */
export interface TextColumn extends Base {
  kind: 'utf8' | 'json';
  offsets: Int32Array;
  values: Uint8Array;
}

/** 64-bit integers. */
export interface Int64Column extends Base {
  kind: 'int64';
  values: BigInt64Array;
}

/** 32-bit integers (the layout column). */
export interface Int32Column extends Base {
  kind: 'int32';
  values: Int32Array;
}

/** Doubles. */
export interface DoubleColumn extends Base {
  kind: 'double';
  values: Float64Array;
}

/** Booleans as an Arrow bitmap. */
export interface BoolColumn extends Base {
  kind: 'bool';
  values: Uint8Array;
}

/** Any column. */
export type Column = TextColumn | Int64Column | Int32Column | DoubleColumn | BoolColumn;

/** Some rows of a table. */
export interface Batch {
  rows: number;
  columns: Column[];
}

/**
 * A whole partition. `layouts[k]` is a key layout: the field names of a row in their order (so missing keys too); the
 * column of role `layout` holds k for each row, −1 for a row that is kept raw whole in the column of role `raw`.
 */
export interface Table {
  layouts: string[][];
  batches: Batch[];
}

/** Reserved column names in files. A source field that starts with `__dj__` or `field:` is stored as `field:` + its name. */
export const RESERVED = {
  row: '__dj__row__',
  layout: '__dj__layout__',
  raw: '__dj__raw__',
  stats: '__dj__stats__',
} as const;

/** Row groups have this many rows, halved until an average one has at most this many bytes of column values. */
export const ROW_GROUP = { rows: 10_000, bytes: 32 * 1024 * 1024 } as const;

/** Number of rows of a table. */
export function tableRows(table: Table): number {
  return table.batches.reduce((sum, b) => sum + b.rows, 0);
}
