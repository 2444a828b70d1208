/** The first rows of an input file, for what has to be known before it is read. */
import { contentHead } from './chunks.js';
import { csvDialect } from './csv-dialect.js';
import { rangeLines, type RangeLines } from './range-lines.js';
import type { InputSpec } from './scan.js';
import { splitterOf } from './splitter.js';

const SAMPLE_BYTES = 4 * 2 ** 20;

/** Rows from the start of a file. */
export interface Head {
  rows: RangeLines;
  /** Of its content, that they are from. */
  bytes: number;
  /** Why the content breaks off before that many bytes; null when it does not. */
  damage: string | null;
}

/**
 * Whole records from the first 4 MiB of a file's content; none when the first is larger.
 * @throws JuicerError E_INPUT_MISSING when it cannot be opened, E_IO when it cannot be read.
 */
export async function headOf(spec: InputSpec, textKey: string): Promise<Head> {
  const { bytes, complete, damage } = await contentHead(spec.file, spec.packing, SAMPLE_BYTES);
  const csv = spec.format === 'csv' ? { csv: csvDialect(spec.file, bytes, textKey) } : {};
  const whole = complete ? bytes : bytes.subarray(0, lastEnd(spec, bytes));
  const range = { byte_start: 0, byte_end: whole.length, row_start: 0, row_end: 0, line_start: 1 };
  const rows = rangeLines({ ...spec, ...csv, ...range }, whole, textKey);
  return { rows, bytes: whole.length, damage };
}

/** Where the last record ends that is whole. */
function lastEnd(spec: InputSpec, bytes: Buffer): number {
  const splitter = splitterOf(spec);
  let last = 0;
  for (let end = splitter.end(bytes, 0); end !== -1; end = splitter.end(bytes, end)) last = end;
  return last;
}
