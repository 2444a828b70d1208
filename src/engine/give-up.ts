/** The decision to give up what is left of a partition: its rows are set apart, none is lost. */
import type { Table } from '../table/column.js';
import { takeRows } from '../table/select.js';
import { rowNumber, type FailedRow } from './scene.js';

/** The table without rows, and all of them as rows that are to be quarantined. */
export function giveUp(table: Table): { table: Table; failed: FailedRow[] } {
  const failed = table.batches.flatMap((batch) =>
    Array.from({ length: batch.rows }, (_, i): FailedRow => {
      const error = 'given up by decision';
      return {
        row: rowNumber(batch, i),
        alone: takeRows(batch, Uint32Array.of(i)),
        error,
        reason: 'given_up',
      };
    }),
  );
  const batches = table.batches.slice(0, 1).map((batch) => takeRows(batch, new Uint32Array(0)));
  return { table: { layouts: table.layouts, batches }, failed };
}
