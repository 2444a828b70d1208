/** Counts the rows of files before they are cut. */
import { walk, type WalkedFile } from './walk.js';

/** Rows of each part of a dataset, and bytes of content of all of them. */
export interface Counted {
  rows: number[];
  bytes: number;
}

/**
 * Goes over all files. `onProgress` is told how many of their bytes were read.
 * @throws JuicerError E_INPUT_MISSING when one cannot be opened, E_IO when one cannot be read.
 */
export async function countRows(
  specs: readonly (WalkedFile & { part: number })[],
  onProgress: (bytes: number) => void,
): Promise<Counted> {
  const rows = specs.length === 0 ? [] : Array<number>(1 + Math.max(...specs.map((s) => s.part))).fill(0);
  let [bytes, before] = [0, 0];
  for (const spec of specs) {
    let count = 0;
    const onRead = (read: number): void => onProgress(before + read);
    const seen = await walk(spec, { most: Infinity, onRow: () => count++, onRead });
    rows[spec.part] = (rows[spec.part] ?? 0) + count;
    bytes += seen.bytes;
    before += seen.read;
  }
  return { rows, bytes };
}
