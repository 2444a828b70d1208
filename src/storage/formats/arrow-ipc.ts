/** Arrow IPC files: the columns as they stand in memory, in record batches, each buffer compressed for itself. */
import { CompressionType, Schema, tableFromIPC, type Table as ArrowTable } from 'apache-arrow';
import { JuicerError } from '../../model/errors.js';
import type { FileForm } from '../../model/file-form.js';
import { tableRows, type Table } from '../../table/column.js';
import { rebatch } from '../../table/select.js';
import { registerArrowCodecs } from './arrow-codecs.js';
import { arrowSchema, fromRecordBatch, toRecordBatch } from './arrow-columns.js';
import { arrowRows } from './arrow-rows.js';
import { ArrowFileWriter } from './arrow-writer.js';
import { plainBatch } from './plain-batch.js';
import { emptyBatch } from './empty-batch.js';
import type { FileEngine } from './file-engine.js';
import { TABLE_KEY, fileSchema, formatSchema, parseSchema, type FileSchema } from './file-schema.js';

const METHODS: Readonly<Record<string, CompressionType>> = {
  lz4: CompressionType.LZ4_FRAME,
  zstd: CompressionType.ZSTD,
};
/** Columns of wide values can be read only where their bytes stand at a multiple of this. */
const ALIGNMENT = 8;

/** Arrow IPC by apache-arrow. */
export const arrowIpc: FileEngine = { title: 'Arrow file', encode, decode, toldRows: arrowRows };

async function encode(table: Table, form: FileForm): Promise<Uint8Array> {
  await registerArrowCodecs();
  const { layouts, batches } = rebatch(table, form.batch_rows ?? Math.max(1, tableRows(table)));
  const files = fileSchema({ layouts, batches });
  const metadata = new Map([[TABLE_KEY, formatSchema(files)]]);
  const schema = new Schema(arrowSchema(files).fields, metadata);
  const writer = new ArrowFileWriter(METHODS[form.compression] ?? null);
  writer.reset(undefined, schema);
  for (const batch of batches)
    if (batch.rows > 0) writer.write(toRecordBatch(plainBatch(batch), files, schema));
  writer.close();
  return writer.toUint8Array(true);
}

async function decode(bytes: Uint8Array): Promise<Table> {
  await registerArrowCodecs();
  const told = arrowRows(bytes);
  if (told === null) throw new JuicerError('E_CHECKPOINT', 'Arrow file is not whole, or of another kind');
  const arrow = tableFromIPC(bytes.byteOffset % ALIGNMENT === 0 ? bytes : bytes.slice());
  const schema = parseSchema(arrow.schema.metadata.get(TABLE_KEY));
  const table = toTable(arrow, schema);
  if (tableRows(table) === told) return table;
  throw new JuicerError('E_CHECKPOINT', `Arrow file has ${tableRows(table)} rows instead of ${told}`);
}

function toTable({ batches: records }: ArrowTable, schema: FileSchema): Table {
  const batches = records
    .filter((record) => record.numRows > 0)
    .map((record) => fromRecordBatch(record, schema));
  return { layouts: schema.layouts, batches: batches.length > 0 ? batches : [emptyBatch(schema)] };
}
