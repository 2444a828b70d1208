/** Tables to and from files: one interface, whatever the format. */
import { JuicerError } from '../../model/errors.js';
import {
  compressionsOf,
  type FileForm,
  type ParquetEngine,
  type StorageFormat,
} from '../../model/file-form.js';
import { tableRows, type Table } from '../../table/column.js';
import type { FileEngine } from './file-engine.js';

/** Writes tables as files of one form and reads them. Everything that a table holds comes back as it was. */
export interface TableCodec {
  /**
   * The file of a table, zero rows too. Equal rows give equal bytes, whichever batches they went through.
   * @throws JuicerError E_UNSUPPORTED when the format has not the compression, E_LIMIT when it cannot hold a value,
   *   E_INTERNAL when the file does not tell of as many rows as the table has.
   */
  encode(table: Table): Promise<Uint8Array>;
  /**
   * The table in a file. Its buffers may be those of the bytes.
   * @throws JuicerError E_CHECKPOINT when the bytes are no whole file of this form that this product wrote.
   */
  decode(bytes: Uint8Array): Promise<Table>;
}

/** The engines, each loaded when it is used first. */
const ENGINES: Record<ParquetEngine | Exclude<StorageFormat, 'parquet'>, () => Promise<FileEngine>> = {
  'parquet-wasm': async () => (await import('./parquet-wasm.js')).parquetWasm,
  'parquetjs-lite': async () => (await import('./parquetjs-lite.js')).parquetjsLite,
  arrow: async () => (await import('./arrow-ipc.js')).arrowIpc,
  jsonl: async () => (await import('./json-lines.js')).jsonLines,
};

/** The codec of a form, or of what a record says of its file. */
export function tableCodec(form: FileForm): TableCodec {
  const load = ENGINES[form.format === 'parquet' ? (form.engine ?? 'parquet-wasm') : form.format];
  return {
    encode: async (table) => {
      if (!compressionsOf(form).includes(form.compression)) throw unfit(form);
      return checked(table, await load(), form);
    },
    decode: async (bytes) => read(bytes, await load(), form),
  };
}

/** The file, if it tells of as many rows as the table has. */
async function checked(table: Table, engine: FileEngine, form: FileForm): Promise<Uint8Array> {
  const bytes = await engine.encode(table, form);
  const [rows, told] = [tableRows(table), engine.toldRows(bytes, form)];
  if (told === rows) return bytes;
  throw new JuicerError(
    'E_INTERNAL',
    `${engine.title} was written with ${told ?? 'no'} rows instead of ${rows}`,
  );
}

async function read(bytes: Uint8Array, engine: FileEngine, form: FileForm): Promise<Table> {
  try {
    return await engine.decode(bytes, form);
  } catch (error) {
    if (error instanceof JuicerError) throw error;
    const message = `${engine.title} cannot be read: it is damaged or of another kind`;
    throw new JuicerError('E_CHECKPOINT', message, { cause: error });
  }
}

function unfit(form: FileForm): JuicerError {
  const writer = form.engine ?? form.format;
  return new JuicerError(
    'E_UNSUPPORTED',
    `${writer} cannot write ${form.compression}, set in checkpointing.compression`,
    { hint: `Set it to ${listOf(compressionsOf(form))} in the recipe.` },
  );
}

function listOf(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
