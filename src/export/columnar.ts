/** Exports of columns: Parquet, a row group at a time, and Arrow IPC files, a record batch at a time. */
import * as arrow from 'apache-arrow';
import * as wasm from 'parquet-wasm';
import type { ExportColumn } from '../model/export.js';
import type { StoreWriter } from '../storage/store.js';
import { Batches } from './batches.js';
import { exportNote, NOTE_KEY } from './note.js';
import { ParquetFile } from './parquet-file.js';
import type { ExportWriter, OpenExport } from './writer.js';

/** Begins Parquet files with these columns: Snappy, no dictionaries, so that every reader takes them. */
export function openParquet(columns: readonly ExportColumn[]): OpenExport {
  return (out) => {
    const file = new ParquetFile(out);
    let empty = true;
    const add = (schema: arrow.Schema, batch: arrow.RecordBatch | null): void => {
      file.add(parquetOf(schema, batch, columns));
      empty = false;
    };
    return columnar(columns, {
      batch: add,
      end(schema) {
        if (empty) add(schema, null);
        file.end();
      },
    });
  };
}

/** Begins Arrow IPC files with these columns, not compressed: they can be mapped into memory. */
export function openArrow(columns: readonly ExportColumn[]): OpenExport {
  return (out) => {
    const writer = new arrow.RecordBatchFileWriter();
    return columnar(columns, {
      begin: (schema) => writer.reset(new StoreSink(out), schema),
      batch: (_, batch) => writer.write(batch),
      end: () => {
        writer.close();
      },
    });
  };
}

interface Sink {
  begin?(schema: arrow.Schema): void;
  batch(schema: arrow.Schema, batch: arrow.RecordBatch): void;
  end(schema: arrow.Schema): void;
}

function columnar(columns: readonly ExportColumn[], sink: Sink): ExportWriter {
  const batches = new Batches(columns);
  sink.begin?.(batches.schema);
  return {
    write(lines) {
      for (const batch of batches.add(lines)) sink.batch(batches.schema, batch);
    },
    end() {
      const rest = batches.rest();
      if (rest) sink.batch(batches.schema, rest);
      sink.end(batches.schema);
    },
  };
}

/** The library's queue of bytes, handed on at once. */
class StoreSink extends arrow.AsyncByteQueue {
  constructor(private readonly out: StoreWriter) {
    super();
  }

  override write(bytes: Uint8Array): void {
    if (bytes.byteLength > 0) this.out.append(Buffer.from(bytes));
  }
}

/** A file of one row group; none without a batch. */
function parquetOf(
  schema: arrow.Schema,
  batch: arrow.RecordBatch | null,
  columns: readonly ExportColumn[],
): Buffer {
  const stream = new arrow.RecordBatchStreamWriter();
  stream.reset(undefined, schema);
  if (batch) stream.write(batch);
  stream.close();
  const properties = new wasm.WriterPropertiesBuilder()
    .setCompression(wasm.Compression.SNAPPY)
    .setDictionaryEnabled(false)
    .setStatisticsEnabled(wasm.EnabledStatistics.None)
    .setMaxRowGroupSize(Math.max(1, batch?.numRows ?? 0))
    .setCreatedBy('durable-juicer')
    .setKeyValueMetadata(new Map([[NOTE_KEY, exportNote(columns)]]))
    .build();
  // Both arguments are taken over, and so freed, by the call.
  const file = wasm.writeParquet(wasm.Table.fromIPCStream(stream.toUint8Array(true)), properties);
  return Buffer.from(file.buffer, file.byteOffset, file.length);
}
