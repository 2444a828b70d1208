/** The rows of an export as JSON lines, read without the product's own readers. */
import fs from 'node:fs';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';
import { lines } from './files.js';
import { list, obj, parseObject, str, type Json } from './json.js';
import type { ParquetReader } from './parquet.js';

/** The lines of all files that a manifest names; null when one is missing, or its format cannot be read here. */
export async function exportedLines(
  manifest: Json | null,
  reader: ParquetReader,
): Promise<Iterator<string> | null> {
  const files = list(manifest, 'files').map((file) => str(file, 'path'));
  if (!files.every((file) => fs.existsSync(file))) return null;
  const format = str(manifest, 'format') || 'jsonl';
  if (format === 'jsonl') return linesOf(files);
  if (format === 'jsonl.gz') return unpacked(files, (bytes) => zlib.gunzipSync(bytes));
  if (format === 'jsonl.zst') return unpacked(files, unzstd);
  if (format !== 'parquet' && format !== 'csv') return null;
  const rows: string[] = [];
  for (const file of files) {
    const read = await reader.jsonRows(file, format);
    if (typeof read === 'string') return null;
    for (const row of read) rows.push(withJson(row, list(obj(manifest, 'schema'), 'fields'), format));
  }
  return rows.values();
}

/** A row whose cells of JSON text, in CSV all that are no strings, are values again. */
function withJson(text: string, fields: readonly Json[], format: string): string {
  const row = parseObject(text) ?? {};
  for (const field of fields) {
    const type = str(field, 'type');
    const name = str(field, 'column') || str(field, 'name');
    const cell = row[name];
    if (typeof cell === 'string' && (type === 'json' || (format === 'csv' && type !== 'string')))
      row[name] = cell === '' ? null : (JSON.parse(cell) as unknown);
  }
  return JSON.stringify(row);
}

function* linesOf(files: readonly string[]): Generator<string> {
  for (const file of files) yield* lines(file);
}

function* unpacked(files: readonly string[], unpack: (bytes: Buffer) => Buffer): Generator<string> {
  for (const file of files) {
    const rows = unpack(fs.readFileSync(file)).toString().split('\n');
    yield* rows.slice(0, -1);
  }
}

function unzstd(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  new Decompress((part) => parts.push(Buffer.from(part))).push(bytes, true);
  return Buffer.concat(parts);
}
