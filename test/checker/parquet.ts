/** Files of rows, so that the checker does not trust the product's own codecs: Parquet as DuckDB reads it, the rest as in other-files.ts. */
import { DuckDBBlobValue, DuckDBInstance, DuckDBTypeId, type DuckDBConnection } from '@duckdb/node-api';

import { isOther, readOther } from './other-files.js';

/** Hidden columns of the product's files. */
export const HIDDEN = { row: '__dj__row__', layout: '__dj__layout__', raw: '__dj__raw__' } as const;

/** Rows of one file; a file that cannot be read gives the reason as a string. */
export interface ParquetReader {
  rowIds(file: string): Promise<number[] | string>;
  /** Names of the columns at the top. */
  columns(file: string): Promise<string[] | string>;
  /** Values of some columns, one list per column. */
  values(file: string, columns: readonly string[]): Promise<unknown[][] | string>;
  /** Rows of a Parquet or CSV file as JSON objects, in order; columns under their names. */
  jsonRows(file: string, format: string): Promise<string[] | string>;
  close(): void;
}

/** Opens a reader; close it when done. */
export async function openParquet(): Promise<ParquetReader> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const values: ParquetReader['values'] = async (file, columns) => {
    if (!isOther(file)) return select(connection, file, columns);
    const read = tried(() => readOther(file));
    return typeof read === 'string' ? read : columns.map((name) => read.get(name) ?? []);
  };
  return {
    values,
    columns: async (file) => {
      if (!isOther(file)) return columnNames(connection, file);
      const read = tried(() => readOther(file));
      return typeof read === 'string' ? read : [...read.keys()];
    },
    jsonRows: async (file, format) => jsonRows(connection, file, format),
    rowIds: async (file) => {
      const read = await values(file, [HIDDEN.row]);
      return typeof read === 'string' ? read : (read[0] ?? []).map(Number);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function tried<T>(read: () => T): T | string {
  try {
    return read();
  } catch (error) {
    return firstLine(error);
  }
}

/** Texts are read as bytes: the driver's own strings lose a byte order mark at their start. */
async function select(connection: DuckDBConnection, file: string, columns: readonly string[]) {
  try {
    const source = `read_parquet(${quote(file)})`;
    const head = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
    const types = head.columnTypes().map((type) => type.typeId);
    const isText = (c: string): boolean => types[head.columnNames().indexOf(c)] === DuckDBTypeId.VARCHAR;
    const names = columns.map((c) => (isText(c) ? `encode(${identifier(c)})` : identifier(c))).join(', ');
    const result = await connection.runAndReadAll(`SELECT ${names} FROM ${source}`);
    return result.getColumns().map((values) => values.map(textOfBlob));
  } catch (error) {
    return firstLine(error);
  }
}

async function jsonRows(connection: DuckDBConnection, file: string, format: string) {
  const csv = `read_csv(${quote(file)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')`;
  try {
    const source = format === 'csv' ? csv : `read_parquet(${quote(file)})`;
    const result = await connection.runAndReadAll(`SELECT encode(to_json(t)::VARCHAR) FROM ${source} t`);
    return result.getRows().map(([value]) => String(textOfBlob(value)));
  } catch (error) {
    return firstLine(error);
  }
}

function textOfBlob(value: unknown): unknown {
  return value instanceof DuckDBBlobValue ? Buffer.from(value.bytes).toString() : value;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

async function columnNames(connection: DuckDBConnection, file: string) {
  try {
    return (
      await connection.runAndReadAll(`SELECT * FROM read_parquet(${quote(file)}) LIMIT 0`)
    ).columnNames();
  } catch (error) {
    return firstLine(error);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0] ?? '';
}
