/** Ranges of the content of input files, in the order in which they stand there. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { SourceRange } from '../model/plan.js';
import { storeAt } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import { BrokenContent, chunksOf, type Chunk } from './chunks.js';

/**
 * Reads ranges. Compressed files are decompressed once as long as their ranges are asked for in order; a copy of the
 * content in the run's folder spares that.
 */
export class ContentReader {
  private stream: { file: string; chunks: AsyncGenerator<Chunk>; last: Chunk | null } | null = null;

  /** `contents`: the run's folder, whose copies are taken; null reads the files themselves. */
  constructor(private readonly contents: Store | null) {}

  /**
   * The bytes of a range; fewer when its file is shorter by now.
   * @throws JuicerError E_IO when it cannot be read, E_INPUT_MISSING when it is gone.
   */
  async read(source: SourceRange): Promise<Uint8Array> {
    if (source.packing === 'none') return readFile(source.file, source);
    return this.copied(source) ?? this.decompressed(source);
  }

  /** The ranges of a partition, in order, and the hash of all their bytes. Throws as `read` does. */
  async partition(sources: readonly SourceRange[]): Promise<{ ranges: Uint8Array[]; sha256: string }> {
    const hash = createHash('sha256');
    const ranges: Uint8Array[] = [];
    for (const source of sources) {
      const bytes = await this.read(source);
      hash.update(bytes);
      ranges.push(bytes);
    }
    return { ranges, sha256: hash.digest('hex') };
  }

  /** Ends what is open. */
  async close(): Promise<void> {
    await this.stream?.chunks.return(undefined);
    this.stream = null;
  }

  private copied({ content, byte_start: start, byte_end: end }: SourceRange): Uint8Array | null {
    if (!this.contents || content === undefined) return null;
    const size = this.contents.size(content);
    return size !== null && size >= end ? this.contents.read(content, { start, end }) : null;
  }

  private async decompressed(source: SourceRange): Promise<Uint8Array> {
    const { byte_start: start, byte_end: end } = source;
    const parts: Buffer[] = [];
    for (let chunk = await this.from(source); chunk; chunk = await this.next()) {
      const { bytes, at } = chunk;
      if (at + bytes.length > start)
        parts.push(Buffer.from(bytes.subarray(Math.max(0, start - at), end - at)));
      if (at + bytes.length >= end) break;
    }
    return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
  }

  /** The chunk at which the file's stream stands, which is opened anew when it has passed the range. */
  private async from({ file, packing, byte_start: start }: SourceRange): Promise<Chunk | null> {
    const { stream } = this;
    if (stream?.file === file && stream.last && stream.last.at <= start) return stream.last;
    await this.close();
    this.stream = { file, chunks: chunksOf(file, packing), last: null };
    return this.next();
  }

  private async next(): Promise<Chunk | null> {
    const { stream } = this;
    if (!stream) return null;
    try {
      const step = await stream.chunks.next();
      // A chunk's bytes stand only until the next one is asked for; ranges may need both.
      stream.last = step.done ? null : step.value;
      return stream.last;
    } catch (error) {
      // The file broke off here when it was cut as well; if it did not, the hash of the partition tells.
      if (error instanceof BrokenContent) return (stream.last = null);
      throw error;
    }
  }
}

function readFile(file: string, { byte_start: start, byte_end: end }: SourceRange): Uint8Array {
  const store = storeAt(path.dirname(file));
  const name = path.basename(file);
  const size = store.size(name);
  // Shorter by now: that is a change of the input, not a failure to read it.
  if (size !== null && size < end) return new Uint8Array(0);
  return start === end ? new Uint8Array(0) : store.read(name, { start, end });
}
