/** Goes over the rows of a file without cutting it. */
import type { InputFile } from '../model/plan.js';
import { BrokenContent, chunksOf } from './chunks.js';
import { splitterOf } from './splitter.js';

/** A file, and how it is read. */
export type WalkedFile = Pick<InputFile, 'file' | 'format' | 'packing'>;

/** What is told on the way. */
export interface Walk {
  /** Content beyond so many bytes is not looked at. */
  most: number;
  /** Size of each row that ends there, with the blank records before it. */
  onRow(bytes: number): void;
  onRead(bytes: number): void;
}

/**
 * Goes over the rows of a file as the cutter does: what breaks off ends in a row. Gives the bytes of content and of the file.
 * @throws JuicerError E_INPUT_MISSING when it cannot be opened, E_IO when it cannot be read.
 */
export async function walk(spec: WalkedFile, o: Walk): Promise<{ bytes: number; read: number }> {
  const splitter = splitterOf(spec);
  const seen = { bytes: 0, read: 0 };
  let [start, blank] = [0, true];
  try {
    for await (const { bytes, at, read } of chunksOf(spec.file, spec.packing)) {
      let from = 0;
      for (let end = splitter.end(bytes, from); end !== -1; end = splitter.end(bytes, from)) {
        if (blank) blank = splitter.isBlank(bytes, from, end, at);
        if (!blank) {
          o.onRow(at + end - start);
          start = at + end;
        }
        blank = true;
        from = end;
      }
      if (blank) blank = splitter.isBlank(bytes, from, bytes.length, at);
      seen.bytes = at + bytes.length;
      seen.read = read;
      o.onRead(read);
      if (seen.bytes >= o.most) return seen;
    }
  } catch (error) {
    // Told by the scan, with its place.
    if (!(error instanceof BrokenContent)) throw error;
    blank = false;
  }
  if (!blank) o.onRow(seen.bytes - start);
  return seen;
}
