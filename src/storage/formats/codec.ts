/** Tables to and from files. */
import { JuicerError } from '../../model/errors.js';
import type { Compression } from '../../model/checkpoint.js';
import { tableRows, type Table } from '../../table/column.js';
import { footerRows } from './footer.js';

/** Names of the engines. */
export type CodecEngine = 'parquet-wasm' | 'parquetjs-lite';

/** How a table is written. */
export interface EncodeTableOptions {
  compression: Compression;
}

/** Writes tables as Parquet files and reads them. Each engine reads what the other wrote, if it knows the compression. */
export interface TableCodec {
  readonly engine: CodecEngine;
  /**
   * The file of a table: row groups by the row-group rule, one schema, zero rows too. Equal rows give equal bytes.
   * @throws JuicerError E_UNSUPPORTED when the engine has not the compression, E_LIMIT when it cannot hold a value,
   *   E_INTERNAL when the footer does not tell as many rows as the table has.
   */
  encode(table: Table, options: EncodeTableOptions): Promise<Uint8Array>;
  /**
   * The table in a file; its buffers are its own.
   * @throws JuicerError E_CHECKPOINT when the bytes are no Parquet file that this product wrote.
   */
  decode(bytes: Uint8Array): Promise<Table>;
}

const CODECS: Record<CodecEngine, TableCodec> = {
  'parquet-wasm': {
    engine: 'parquet-wasm',
    encode: async (table, options) =>
      checked(table, (await import('./parquet-wasm.js')).encodeWithWasm(table, options.compression)),
    decode: async (bytes) => (await import('./parquet-wasm.js')).decodeWithWasm(bytes),
  },
  'parquetjs-lite': {
    engine: 'parquetjs-lite',
    encode: async (table, options) =>
      checked(table, await (await import('./parquetjs-lite.js')).encodeWithLite(table, options.compression)),
    decode: async (bytes) => (await import('./parquetjs-lite.js')).decodeWithLite(bytes),
  },
};

/** The file, if its footer tells of as many rows as the table has. */
function checked(table: Table, bytes: Uint8Array): Uint8Array {
  const [rows, told] = [tableRows(table), footerRows(bytes)];
  if (told === rows) return bytes;
  throw new JuicerError(
    'E_INTERNAL',
    `Parquet file was written with ${told ?? 'no'} rows instead of ${rows}`,
  );
}

/** The codec of an engine; the engine itself is loaded when it is used first. */
export function tableCodec(engine: CodecEngine): TableCodec {
  return CODECS[engine];
}
