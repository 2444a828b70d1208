/** The default engine: Parquet in WebAssembly, fed with Arrow buffers. */
import { RecordBatchStreamWriter, tableFromIPC } from 'apache-arrow';
import * as wasm from 'parquet-wasm';
import type { Compression, FileForm } from '../../model/file-form.js';
import { ROW_GROUP, type Batch, type Table } from '../../table/column.js';
import { rebatch } from '../../table/select.js';
import { arrowSchema, fromRecordBatch, toRecordBatch } from './arrow-columns.js';
import { emptyBatch } from './empty-batch.js';
import type { FileEngine } from './file-engine.js';
import { footerRows } from './footer.js';
import { TABLE_KEY, fileSchema, formatSchema, parseSchema, type FileSchema } from './file-schema.js';

const METHODS: Partial<Record<Compression, wasm.Compression>> = {
  snappy: wasm.Compression.SNAPPY,
  zstd: wasm.Compression.ZSTD,
  gzip: wasm.Compression.GZIP,
  none: wasm.Compression.UNCOMPRESSED,
};

/** Parquet by parquet-wasm: row groups by the row-group rule, one schema. */
export const parquetWasm: FileEngine = { title: 'Parquet file', encode, decode, toldRows: footerRows };

function encode(table: Table, { compression }: FileForm): Uint8Array {
  const { layouts, batches } = rebatch(table);
  const schema = fileSchema({ layouts, batches });
  const rowGroup = Math.max(1, batches[0]?.rows ?? 0);
  const data = wasm.Table.fromIPCStream(toIpc(batches, schema));
  // Both arguments are taken over, and so freed, by the call.
  return wasm.writeParquet(data, properties(schema, compression, rowGroup));
}

function toIpc(batches: readonly Batch[], files: FileSchema): Uint8Array {
  const schema = arrowSchema(files);
  const writer = new RecordBatchStreamWriter();
  writer.reset(undefined, schema);
  for (const batch of batches) if (batch.rows > 0) writer.write(toRecordBatch(batch, files, schema));
  writer.close();
  return writer.toUint8Array(true);
}

/**
 * No dictionary, so that parquetjs-lite can read the file. No statistics: those of long texts would fill the pages'
 * headers.
 */
function properties(schema: FileSchema, compression: Compression, rowGroup: number): wasm.WriterProperties {
  return new wasm.WriterPropertiesBuilder()
    .setCompression(METHODS[compression] ?? wasm.Compression.UNCOMPRESSED)
    .setDictionaryEnabled(false)
    .setStatisticsEnabled(wasm.EnabledStatistics.None)
    .setMaxRowGroupSize(rowGroup)
    .setCreatedBy('durable-juicer')
    .setKeyValueMetadata(new Map([[TABLE_KEY, formatSchema(schema)]]))
    .build();
}

/** The module's memory is free again when this returns. */
function decode(bytes: Uint8Array): Table {
  const { ipc, schema } = readFile(bytes);
  const records = tableFromIPC(ipc).batches;
  const batches = records
    .filter((record) => record.numRows > 0)
    .map((record) => fromRecordBatch(record, schema));
  return { layouts: schema.layouts, batches: batches.length > 0 ? batches : [emptyBatch(schema)] };
}

function readFile(bytes: Uint8Array): { ipc: Uint8Array; schema: FileSchema } {
  const data = wasm.readParquet(bytes, { batchSize: ROW_GROUP.rows });
  const schema = schemaOf(data);
  return { ipc: data.intoIPCStream(), schema };
}

/** The table's own schema; frees the data when it has none, as nobody takes it over then. */
function schemaOf(data: wasm.Table): FileSchema {
  const arrowHandle = data.schema;
  try {
    return parseSchema(arrowHandle.metadata().get(TABLE_KEY));
  } catch (error) {
    data.free();
    throw error;
  } finally {
    arrowHandle.free();
  }
}
