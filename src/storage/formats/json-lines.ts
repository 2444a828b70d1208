/**
 * Files of JSON lines: first a line that describes the table, then a line for each row. A row has its number and layout, its
 * fields under the names that they have in any file (see file-schema.ts), the row as it stood where it is kept raw, its stats.
 */
import { isUtf8 } from 'node:buffer';
import { gunzipSync, gzipSync } from 'node:zlib';
import { decompress as unzstd } from 'fzstd';
import { JuicerError } from '../../model/errors.js';
import type { FileForm } from '../../model/file-form.js';
import { tableRows, type Table } from '../../table/column.js';
import { unifyTexts } from '../../table/unify.js';
import { zstdEncoder } from '../zstd.js';
import type { FileEngine } from './file-engine.js';
import { fileSchema, formatSchema, parseSchema } from './file-schema.js';
import { readRows } from './json-lines-read.js';
import { writeRows } from './json-lines-write.js';

const LF = 0x0a;
/** Bytes of lines in each zstd frame. */
const FRAME = 4 * 2 ** 20;
/** Start of the first line, and what stands in it before the number of rows. */
const HEAD = '{"juicer.table":';
const ROWS = ',"rows":';
const SHAPE = /^\{"juicer\.table":(\{.*\}),"rows":(\d{1,15})\}$/;

/** JSON lines, by this product's own code. */
export const jsonLines: FileEngine = {
  title: 'JSON lines file',
  encode,
  decode: (bytes, form) => decode(unpacked(bytes, form)),
  toldRows: (bytes, form) => countLines(unpacked(bytes, form)) - 1,
};

async function encode(table: Table, form: FileForm): Promise<Uint8Array> {
  const batches = unifyTexts(table.batches);
  const schema = fileSchema({ layouts: table.layouts, batches });
  const head = `${HEAD}${formatSchema(schema)}${ROWS}${tableRows(table)}}\n`;
  const lines = batches.map((batch) => writeRows(batch, schema));
  return packed(Buffer.concat([Buffer.from(head), ...lines]), form);
}

async function packed(bytes: Buffer, { compression }: FileForm): Promise<Uint8Array> {
  if (compression === 'gzip') return gzipSync(bytes);
  if (compression !== 'zstd') return bytes;
  const zstd = await zstdEncoder();
  const frames: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += FRAME) frames.push(zstd(bytes.subarray(at, at + FRAME)));
  return Buffer.concat(frames);
}

function unpacked(bytes: Uint8Array, { compression }: FileForm): Buffer {
  if (compression === 'gzip') return gunzipSync(bytes);
  const plain = compression === 'zstd' ? unzstd(bytes) : bytes;
  return Buffer.from(plain.buffer, plain.byteOffset, plain.byteLength);
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

function decode(bytes: Buffer): Table {
  const end = bytes.indexOf(LF);
  const [, table, rows] = SHAPE.exec(bytes.toString('latin1', 0, Math.max(0, end))) ?? [];
  if (table === undefined || rows === undefined) throw damaged('does not begin with the line of its table');
  if (bytes[bytes.length - 1] !== LF) throw damaged('breaks off within a line');
  if (!isUtf8(bytes)) throw damaged('is not UTF-8');
  const schema = parseSchema(table);
  const found = readRows(bytes, end + 1, schema);
  if (tableRows(found) === Number(rows)) return found;
  throw damaged(`has ${tableRows(found)} rows instead of ${rows}`);
}

function damaged(what: string): JuicerError {
  return new JuicerError('E_CHECKPOINT', `JSON lines file ${what}`);
}
