/** Batches without rows: they keep the schema of an empty partition. */
import type { Batch, Column } from '../../table/column.js';
import type { FileColumn, FileSchema } from './file-schema.js';

/** A batch of no rows with the columns of the schema. */
export function emptyBatch(schema: FileSchema): Batch {
  return { rows: 0, columns: schema.columns.map(emptyColumn) };
}

function emptyColumn({ name, role, kind }: FileColumn): Column {
  const base = { name, role, validity: null };
  if (kind === 'utf8' || kind === 'json')
    return { ...base, kind, offsets: new Int32Array(1), values: new Uint8Array(0) };
  if (kind === 'int64') return { ...base, kind, values: new BigInt64Array(0) };
  if (kind === 'int32') return { ...base, kind, values: new Int32Array(0) };
  if (kind === 'double') return { ...base, kind, values: new Float64Array(0) };
  return { ...base, kind, values: new Uint8Array(0) };
}
