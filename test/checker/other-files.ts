/** Files of rows that are no Parquet: Arrow IPC as its library reads it, JSON lines as JavaScript does. */
import fs from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { CompressionType, DataType, compressionRegistry, tableFromIPC, type Data } from 'apache-arrow';
import { decompress as unzstd } from 'fzstd';
import lz4 from 'lz4-napi';
import { isObject, list, obj, parseObject, str, type Json } from './json.js';

/** The columns of a file, by name. */
export type Columns = Map<string, unknown[]>;

/** Whether a file is one of these. */
export function isOther(file: string): boolean {
  return /\.(arrow|jsonl|jsonl\.gz|jsonl\.zst)$/.test(file);
}

/** The columns of a file; what cannot be read is thrown. */
export function readOther(file: string): Columns {
  const bytes = fs.readFileSync(file);
  if (file.endsWith('.arrow')) return arrowColumns(bytes);
  if (file.endsWith('.gz')) return lineColumns(gunzipSync(bytes));
  return lineColumns(file.endsWith('.zst') ? Buffer.from(unzstd(bytes)) : bytes);
}

function arrowColumns(bytes: Buffer): Columns {
  const codecs = [
    [CompressionType.ZSTD, (packed: Uint8Array) => new Uint8Array(unzstd(packed))],
    [
      CompressionType.LZ4_FRAME,
      (packed: Uint8Array) => new Uint8Array(lz4.decompressFrameSync(Buffer.from(packed))),
    ],
  ] as const;
  for (const [type, decode] of codecs)
    if (!compressionRegistry.get(type)) compressionRegistry.set(type, { decode });
  const table = tableFromIPC(new Uint8Array(bytes));
  return new Map(
    table.schema.fields.map((field, i) => [
      field.name,
      table.batches.flatMap((batch) => valuesOf(batch.data.children[i] as Data)),
    ]),
  );
}

/** Texts are read as bytes: the library's own strings lose a byte order mark at their start. */
function valuesOf(data: Data): unknown[] {
  return Array.from({ length: data.length }, (_, i) => {
    if (!data.getValid(i)) return null;
    if (!DataType.isUtf8(data.type)) return (data.values as ArrayLike<unknown> | undefined)?.[i];
    const [start, end] = [data.valueOffsets[i] as number, data.valueOffsets[i + 1] as number];
    return Buffer.from((data.values as Uint8Array).subarray(start, end)).toString();
  });
}

/** A column whose values are any JSON gives their texts, as the other formats do. */
function lineColumns(bytes: Buffer): Columns {
  const [head = '', ...lines] = bytes.toString().split('\n').slice(0, -1);
  const rows = lines.map((line) => parseObject(line));
  const found = list(obj(parseObject(head), 'juicer.table'), 'columns').filter(
    (c) => str(c, 'role') !== 'stat',
  );
  return new Map(
    found.map((column) => {
      const isText = str(column, 'kind') === 'json' || str(column, 'role') === 'raw';
      const name = str(column, 'stored');
      return [name, rows.map((row) => cell(row, name, isText))];
    }),
  );
}

function cell(row: Json | null, name: string, isText: boolean): unknown {
  const value = isObject(row) && Object.hasOwn(row, name) ? row[name] : undefined;
  if (value === undefined) return null;
  return isText ? JSON.stringify(value) : value;
}
