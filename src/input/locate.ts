/** Finds where in its file a row stands, for the few rows that are quarantined by an op. */
import { isBlankLine } from '../table/from-jsonl.js';
import type { Partition } from '../model/plan.js';
import { JuicerError } from '../model/errors.js';
import type { RowPlace } from './converted.js';
import { sourceRows, type SourceOptions, type SourceRows } from './source-rows.js';

/**
 * Places of some rows (input row numbers) of a partition; none when its input is not there any more, or has changed.
 * @throws JuicerError E_IO when a file is there and cannot be read.
 */
export async function locateRows(
  partition: Partition,
  rows: readonly number[],
  options: SourceOptions,
): Promise<Map<number, RowPlace>> {
  const places = new Map<number, RowPlace>();
  const wanted = new Set(rows);
  if (wanted.size === 0) return places;
  const source = await readOrNothing(partition, options);
  if (!source) return places;
  const { bytes } = source;
  let row = source.rowStart;
  for (let [at, line] = [0, 0]; at < bytes.length; line++) {
    const lf = bytes.indexOf(0x0a, at);
    const end = lf === -1 ? bytes.length : lf;
    if (!isBlankLine(bytes, at, end)) {
      if (wanted.has(row)) places.set(row, source.placeOf(line, at));
      row++;
    }
    at = end + 1;
  }
  return places;
}

async function readOrNothing(partition: Partition, options: SourceOptions): Promise<SourceRows | null> {
  try {
    return await sourceRows(partition, options);
  } catch (error) {
    // The row is quarantined all the same, without a place.
    if (error instanceof JuicerError && GONE.includes(error.code)) return null;
    throw error;
  }
}

const GONE: readonly string[] = ['E_INPUT_CHANGED', 'E_INPUT_MISSING'];
