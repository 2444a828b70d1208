/** What an export is made of: its formats, and the columns of those that have columns. */

/** Formats, named for the endings of their files. */
export type ExportFormat = 'jsonl' | 'jsonl.gz' | 'jsonl.zst' | 'csv' | 'parquet' | 'arrow';

/** Type of a column's values; `json` is JSON text. */
export type ColumnType =
  | { kind: 'string' | 'json' | 'int64' | 'double' | 'bool' }
  | { kind: 'list'; items: ColumnType }
  | { kind: 'struct'; members: { name: string; type: ColumnType }[] };

/** A column of an export. */
export interface ExportColumn {
  /** Name of the field. */
  name: string;
  /** Name in the file: another one where not every reader would take the field's own. */
  stored: string;
  type: ColumnType;
  nullable: boolean;
  /** What a null (an empty cell) stands for; absent when there is none. In a json column that has both, null is the text `null`. */
  nulls?: 'null' | 'missing';
  /** Why the type is not just that of the values. */
  widened?: string;
  /** It holds rows that the other columns cannot hold, whole. */
  whole_rows?: true;
}

/** A file of an export. */
export interface ExportedFile {
  path: string;
  sha256: string;
  rows: number;
  bytes: number;
}

/** Bytes of files together. */
export function totalBytes(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, file) => sum + file.bytes, 0);
}

/** Rows of files together. */
export function totalRows(files: readonly { rows: number }[]): number {
  return files.reduce((sum, file) => sum + file.rows, 0);
}
