/** The field that tells of a row which ending its file has, for `suffix_filter`. */
import type { Partition } from '../model/plan.js';
import { SUFFIX_FIELD, sourceEnding } from '../model/source-ending.js';
import { addTextField } from '../table/add-field.js';
import type { Table } from '../table/column.js';

/** The rows of a partition with that field, where it is wanted and they do not bring it along. */
export function withEndings(
  table: Table,
  partition: Pick<Partition, 'sources'>,
  wanted: boolean | undefined,
): Table {
  if (wanted !== true) return table;
  const sources = partition.sources.map(({ row_end, file }) => ({ row_end, ending: sourceEnding(file) }));
  let at = 0;
  // Rows come in order, and so do sources.
  const textOf = (row: number): string => {
    while (at < sources.length - 1 && row >= (sources[at]?.row_end ?? 0)) at++;
    return sources[at]?.ending ?? '';
  };
  return addTextField(table, { name: SUFFIX_FIELD, textOf });
}
