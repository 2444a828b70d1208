/**
 * The footer of a Parquet file, as far as it takes to know how many rows the file says it has: Thrift's compact protocol,
 * read without any engine, so that what an engine wrote is judged by something else.
 */
import { readStruct } from './thrift.js';

const MAGIC = 'PAR1';
/** Number of the member `num_rows` in FileMetaData. */
const NUM_ROWS = 3;

/** Rows that the footer names; null when the bytes have no such footer. */
export function footerRows(bytes: Uint8Array): number | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 12 || file.toString('latin1', file.length - 4) !== MAGIC) return null;
  const start = file.length - 8 - file.readUInt32LE(file.length - 8);
  if (start < MAGIC.length || file.toString('latin1', 0, 4) !== MAGIC) return null;
  try {
    const rows = readStruct(file.subarray(start, file.length - 8)).get(NUM_ROWS)?.value;
    return typeof rows === 'number' ? rows : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
