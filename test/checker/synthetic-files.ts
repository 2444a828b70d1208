/** Files of the synthetic run: text, JSON, and Parquet written by DuckDB. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';

/** A file with its hash; `path` is relative to the folder it was written in. */
export interface WrittenFile {
  path: string;
  sha256: string;
  bytes: number;
}

/** Hex sha256 of a text or of bytes. */
export function sha(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Writes a text file, with its folders. */
export function write(dir: string, name: string, text: string, mode = 0o644): WrittenFile {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text, { mode });
  return { path: name, sha256: sha(text), bytes: Buffer.byteLength(text) };
}

/** Writes a value as JSON. */
export function writeJson(dir: string, name: string, value: unknown): WrittenFile {
  return write(dir, name, `${JSON.stringify(value, null, 1)}\n`);
}

/** Writes values as JSON lines. */
export function writeLines(dir: string, name: string, values: readonly unknown[], mode = 0o644): WrittenFile {
  return write(dir, name, values.map((v) => `${JSON.stringify(v)}\n`).join(''), mode);
}

/** Writes rows as Parquet with the columns `__dj__row__` and `text`. */
export async function writeParquet(
  connection: DuckDBConnection,
  dir: string,
  name: string,
  rows: readonly { row: number; text: string }[],
): Promise<WrittenFile> {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const values = rows.map((r) => `(${r.row}::BIGINT, ${quote(r.text)})`).join(', ');
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${values}) t("__dj__row__", "text")) TO ${quote(file)} (FORMAT PARQUET)`,
  );
  const bytes = fs.readFileSync(file);
  return { path: name, sha256: sha(bytes), bytes: bytes.length };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
