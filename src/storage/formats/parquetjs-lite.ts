/** The second engine: pure JavaScript, row by row. Slower, without zstd, and exact for integers up to 2^53 only. */
import { Writable } from 'node:stream';
import lite, { type LiteField, type LiteSchema } from 'parquetjs-lite';
import { JuicerError } from '../../model/errors.js';
import type { Compression } from '../../model/checkpoint.js';
import type { Batch, Column, Table } from '../../table/column.js';
import { rebatch } from '../../table/select.js';
import { emptyBatch } from './empty-batch.js';
import {
  STATS_STRUCT,
  TABLE_KEY,
  fileSchema,
  formatSchema,
  isRequired,
  parseSchema,
  splitStats,
} from './file-schema.js';
import type { FileColumn, FileSchema } from './file-schema.js';
import { columnOf, rowsOf } from './lite-rows.js';

const TYPES = {
  utf8: 'UTF8',
  json: 'UTF8',
  int64: 'INT64',
  int32: 'INT32',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
} as const;
const METHODS = { snappy: 'SNAPPY', gzip: 'GZIP', none: 'UNCOMPRESSED' } as const;
/** Doubles, which the engine works with, hold every integer up to here. */
const EXACT = 2n ** 53n;
const HINT = 'Set parquet_engine: parquet-wasm in the recipe.';

/** The Parquet file of a table (see TableCodec.encode). */
export async function encodeWithLite(table: Table, compression: Compression): Promise<Uint8Array> {
  if (compression === 'zstd') {
    throw new JuicerError(
      'E_UNSUPPORTED',
      'parquetjs-lite cannot write zstd, set in checkpointing.compression',
      { hint: HINT },
    );
  }
  const { layouts, batches } = rebatch(table);
  const schema = fileSchema({ layouts, batches });
  for (const batch of batches) batch.columns.forEach(checkInt64);
  const chunks: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) });
  const writer = await lite.ParquetWriter.openStream(liteSchema(schema, METHODS[compression]), sink, {
    rowGroupSize: Math.max(1, batches[0]?.rows ?? 0),
    useDataPageV2: false,
    pageIndex: false,
  });
  writer.setMetadata(TABLE_KEY, formatSchema(schema));
  for (const batch of batches) for (const row of rowsOf(batch, schema)) await writer.appendRow(row);
  await writer.close();
  return Buffer.concat(chunks);
}

function checkInt64(column: Column): void {
  if (column.kind !== 'int64') return;
  if (column.values.some((value) => value > EXACT || value < -EXACT)) {
    throw new JuicerError(
      'E_LIMIT',
      `column "${column.name}" has an integer beyond 2^53, which parquetjs-lite cannot write`,
      {
        hint: HINT,
      },
    );
  }
}

function liteSchema(schema: FileSchema, compression: (typeof METHODS)[keyof typeof METHODS]): LiteSchema {
  const fieldOf = (column: FileColumn): [string, LiteField] => [
    column.stored,
    // The engine would write the longest and shortest text of each page in full, several times, as statistics.
    { type: TYPES[column.kind], optional: !isRequired(column), statistics: false, compression },
  ];
  const { plain, stats } = splitStats(schema.columns);
  const fields = Object.fromEntries(plain.map(fieldOf));
  if (stats.length > 0)
    fields[STATS_STRUCT] = { statistics: false, fields: Object.fromEntries(stats.map(fieldOf)) };
  return new lite.ParquetSchema(fields);
}

/** The table in a Parquet file (see TableCodec.decode). */
export async function decodeWithLite(bytes: Uint8Array): Promise<Table> {
  try {
    return await decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  } catch (error) {
    if (error instanceof JuicerError) throw error;
    const message = 'Parquet file cannot be read by parquetjs-lite: damaged, or with zstd or dictionaries';
    throw new JuicerError('E_CHECKPOINT', message, { cause: error });
  }
}

async function decode(bytes: Buffer): Promise<Table> {
  const reader = await lite.ParquetReader.openBuffer(bytes);
  try {
    const schema = parseSchema(reader.getMetadata()[TABLE_KEY]);
    const cursor = reader.getCursor();
    const batches: Batch[] = [];
    for (let rows = await cursor.nextRowGroup(); rows; rows = await cursor.nextRowGroup()) {
      const group = rows;
      batches.push({ rows: group.length, columns: schema.columns.map((column) => columnOf(column, group)) });
    }
    return { layouts: schema.layouts, batches: batches.length > 0 ? batches : [emptyBatch(schema)] };
  } finally {
    await reader.close();
  }
}
