/** The second engine: pure JavaScript, row by row. Slower, without zstd, and exact for integers up to 2^53 only. */
import { Writable } from 'node:stream';
import lite, { type LiteField, type LiteSchema } from 'parquetjs-lite';
import { JuicerError } from '../../model/errors.js';
import type { Compression, FileForm } from '../../model/file-form.js';
import { isNull } from '../../table/bitmap.js';
import type { Batch, Column, Table } from '../../table/column.js';
import { rebatch } from '../../table/select.js';
import { emptyBatch } from './empty-batch.js';
import type { FileEngine } from './file-engine.js';
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
import { footerRows } from './footer.js';
import { columnOf, rowsOf } from './lite-rows.js';

const TYPES = {
  utf8: 'UTF8',
  json: 'UTF8',
  int64: 'INT64',
  int32: 'INT32',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
} as const;
type Method = 'SNAPPY' | 'GZIP' | 'UNCOMPRESSED';
const METHODS: Partial<Record<Compression, Method>> = { snappy: 'SNAPPY', gzip: 'GZIP' };
/** Doubles, which the engine works with, hold every integer up to here. */
const EXACT = 2n ** 53n;
const HINT = 'Set parquet_engine: parquet-wasm in the recipe.';

/** Parquet by parquetjs-lite. */
export const parquetjsLite: FileEngine = { title: 'Parquet file', encode, decode, toldRows: footerRows };

async function encode(table: Table, { compression }: FileForm): Promise<Uint8Array> {
  const { layouts, batches } = rebatch(table);
  const schema = fileSchema({ layouts, batches });
  for (const batch of batches) batch.columns.forEach((column) => checkNumbers(column, batch.rows));
  const chunks: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _, done) => (chunks.push(chunk), done()) });
  const writer = await lite.ParquetWriter.openStream(
    liteSchema(schema, METHODS[compression] ?? 'UNCOMPRESSED'),
    sink,
    {
      rowGroupSize: Math.max(1, batches[0]?.rows ?? 0),
      useDataPageV2: false,
      pageIndex: false,
    },
  );
  writer.setMetadata(TABLE_KEY, formatSchema(schema));
  for (const batch of batches) for (const row of rowsOf(batch, schema)) await writer.appendRow(row);
  await writer.close();
  return Buffer.concat(chunks);
}

/** What the library would write as another number without a word. */
function checkNumbers(column: Column, rows: number): void {
  if (column.kind === 'int64' && column.values.some((value) => value > EXACT || value < -EXACT))
    throw refused(column, 'an integer beyond 2^53');
  if (column.kind !== 'double') return;
  for (let i = 0; i < rows; i++) {
    const value = column.values[i] as number;
    if (isNull(column, i)) continue;
    if (Object.is(value, -0)) throw refused(column, 'a negative zero');
    if (!Number.isFinite(value)) throw refused(column, 'a number that is not finite');
  }
}

function refused(column: Column, what: string): JuicerError {
  const message = `column "${column.name}" has ${what}, which parquetjs-lite cannot write`;
  return new JuicerError('E_LIMIT', message, { hint: HINT });
}

function liteSchema(schema: FileSchema, compression: Method): LiteSchema {
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

async function decode(bytes: Uint8Array): Promise<Table> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const reader = await lite.ParquetReader.openBuffer(file);
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
