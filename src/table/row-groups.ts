/** The row-group rule: how many rows a batch holds. */
import { ROW_GROUP } from './column.js';

/**
 * Rows per batch for a table of `rows` rows with `bytes` bytes of values: `ROW_GROUP.rows`, halved until an average batch
 * holds at most `ROW_GROUP.bytes`. All batches but the last have this many rows, so that borders depend on the data
 * only, whatever batches the rows went through.
 */
export function rowsPerBatch(rows: number, bytes: number): number {
  let size: number = ROW_GROUP.rows;
  while (size > 1 && Math.min(size, rows) * bytes > ROW_GROUP.bytes * rows) size >>= 1;
  return size;
}
