/** What a file says of its table besides Parquet's own schema: one metadata entry that both engines read and write. */
import { JuicerError } from '../../model/errors.js';
import { RESERVED, type Column, type ColumnRole, type Table } from '../../table/column.js';

/** Key of the entry. One only: parquet-wasm writes several in an order that changes from time to time. */
export const TABLE_KEY = 'juicer.table';

/** A column of the table and where it stands in the file. */
export interface FileColumn {
  name: string;
  role: ColumnRole;
  kind: Column['kind'];
  /** Name in the file; of a stat, its name within the struct `__dj__stats__`. */
  stored: string;
}

/** The entry's value. */
export interface FileSchema {
  version: 1;
  columns: FileColumn[];
  layouts: string[][];
}

/** The schema of a table's file. The table must have at least one batch. */
export function fileSchema(table: Table): FileSchema {
  const columns = table.batches[0]?.columns ?? [];
  return {
    version: 1,
    columns: columns.map(({ name, role, kind }) => ({ name, role, kind, stored: storedName(name, role) })),
    layouts: table.layouts,
  };
}

/**
 * The name of a column in a file. A name is kept unless it could be taken for a reserved one or trips a reader: empty,
 * `__proto__`, with a comma (a path for parquetjs-lite) or a NUL (the end of the name for readers in C), and in a struct
 * `parent` and `num_children`. Then it is the role, a colon and the name, those and `%` percent-encoded: `field:__dj__row__`.
 */
function storedName(name: string, role: ColumnRole): string {
  if (role !== 'field' && role !== 'stat') return name;
  const trips = role === 'field' ? TRIPS_FIELD : TRIPS_STAT;
  return trips.test(name) ? `${role}:${name.replace(ENCODED, encodeURIComponent)}` : name;
}

const ENCODED = /[%,\0]/g;
const TRIPS_FIELD = /^$|^__proto__$|^__dj__|^field:|[,\0]/;
const TRIPS_STAT = /^$|^__proto__$|^parent$|^num_children$|^stat:|[,\0]/;

/** The schema as metadata value, in ASCII: not every reader takes other bytes here. */
export function formatSchema(schema: FileSchema): string {
  const escape = (c: string): string => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(schema).replace(/[\u007f-\uffff]/g, escape);
}

/**
 * The schema in a metadata value.
 * @throws JuicerError E_CHECKPOINT when there is none, or one of another version.
 */
export function parseSchema(value: string | undefined): FileSchema {
  if (value === undefined) throw new JuicerError('E_CHECKPOINT', `file has no "${TABLE_KEY}" metadata`);
  const schema = JSON.parse(value) as FileSchema;
  if (schema.version !== 1)
    throw new JuicerError('E_CHECKPOINT', `file has "${TABLE_KEY}" of an unknown version`);
  return schema;
}

/** Columns of the file that are not stats, and those that are, with their index in the table. */
export function splitStats(columns: readonly FileColumn[]): { plain: Placed[]; stats: Placed[] } {
  const placed = columns.map((column, index) => ({ ...column, index }));
  return { plain: placed.filter((c) => c.role !== 'stat'), stats: placed.filter((c) => c.role === 'stat') };
}

/** A column with its index in the table. */
export type Placed = FileColumn & { index: number };

/** Whether a column is never null: those that this product adds to every row. */
export function isRequired(column: FileColumn): boolean {
  return column.role === 'row' || column.role === 'layout';
}

/** Name of the struct that holds the stats. */
export const STATS_STRUCT = RESERVED.stats;
