/** Which format a file has, by its name. */
import type { InputPacking, InputFormat } from '../model/plan.js';

/** What text files are made rows of: `file` one each, `line` one of each line. */
export type TextRows = 'file' | 'line';

const NAME = /\.(jsonl|ndjson|json|csv|tsv|txt)(?:\.(gz|zst))?$/i;
const COLUMNS = /\.(parquet|arrow|arrows|feather|ipc)$/i;

/** Endings of the files that can be read, for messages. */
export const READABLE =
  '.jsonl, .ndjson, .json, .csv, .tsv or .txt (also with .gz or .zst behind it), .parquet or .arrow';

/** How a file is read; null when its ending is none that is known. What a .json file holds is seen when it is opened. */
export function formatOf(
  file: string,
  textRows: TextRows,
): { format: InputFormat; packing: InputPacking } | null {
  const columns = COLUMNS.exec(file);
  if (columns)
    return { format: 'jsonl', packing: columns[1]?.toLowerCase() === 'parquet' ? 'parquet' : 'arrow' };
  const found = NAME.exec(file);
  if (!found) return null;
  const [, ending = '', packed] = found;
  const packing = packed === undefined ? 'none' : packed.toLowerCase() === 'gz' ? 'gzip' : 'zstd';
  return { format: formatNamed(ending.toLowerCase(), textRows), packing };
}

/** Whether a name has an ending that can be read. */
export function isReadable(name: string): boolean {
  return formatOf(name, 'file') !== null;
}

function formatNamed(ending: string, textRows: TextRows): InputFormat {
  if (ending === 'json') return 'json';
  if (ending === 'csv' || ending === 'tsv') return 'csv';
  if (ending === 'txt') return textRows === 'line' ? 'lines' : 'document';
  return 'jsonl';
}
