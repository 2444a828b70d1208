/** The rows of an export before they are put into files: pieces, each the JSON lines of some partitions. */
import { createHash } from 'node:crypto';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';

const CHUNK = 8 * 1024 * 1024;
const LINE_FEED = 0x0a;

/** The rows of one partition in a piece. */
export interface Part {
  rows: number;
  bytes: number;
  sha256: string;
}

/** A piece, and the parts that it is made of, in order. */
export interface Piece extends FileRef {
  parts: Part[];
}

/** A place among the bytes of all pieces. */
export interface PiecePlace {
  piece: number;
  offset: number;
}

/** Reads pieces, in order. */
export class PieceReader {
  private done = 0;

  constructor(
    private readonly store: Store,
    private readonly pieces: readonly Piece[],
    private readonly onBytes: (done: number) => void,
  ) {}

  /**
   * All bytes.
   * @throws JuicerError E_CHECKPOINT at the end of a piece that is not as it was committed; it is set aside with its record,
   *   so that it is made again.
   */
  *all(): Generator<Buffer> {
    for (const piece of this.pieces) {
      const hash = createHash('sha256');
      for (const bytes of this.bytesOf(piece, 0)) {
        hash.update(bytes);
        yield bytes;
      }
      if (hash.digest('hex') === piece.sha256) continue;
      setAsideFiles(this.store, [piece.path, `${piece.path}.json`], 'it is not as it was committed');
      throw damaged(piece.path);
    }
  }

  /**
   * So many bytes from a place on.
   * @throws JuicerError E_CHECKPOINT at their end when their hash is another.
   */
  *range(from: PiecePlace, expected: { bytes: number; sha256: string }): Generator<Buffer> {
    const hash = createHash('sha256');
    let left = expected.bytes;
    for (let i = from.piece; left > 0 && i < this.pieces.length; i++) {
      for (const bytes of this.bytesOf(this.pieces[i] as Piece, i === from.piece ? from.offset : 0, left)) {
        hash.update(bytes);
        left -= bytes.length;
        yield bytes;
      }
    }
    if (left > 0 || hash.digest('hex') !== expected.sha256)
      throw damaged(this.pieces[from.piece]?.path ?? 'a piece');
  }

  private *bytesOf({ path }: Piece, from: number, most = Infinity): Generator<Buffer> {
    const end = Math.min(this.store.size(path) ?? 0, from + most);
    for (let at = from; at < end; at += CHUNK) {
      const bytes = this.store.read(path, { start: at, end: Math.min(end, at + CHUNK) });
      this.onBytes((this.done += bytes.length));
      yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    }
  }
}

/** The same bytes, cut behind line feeds. */
export function* wholeLines(chunks: Iterable<Buffer>): Generator<Buffer> {
  let rest: Buffer[] = [];
  for (const chunk of chunks) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    if (end > 0) {
      const lines = chunk.subarray(0, end);
      yield rest.length === 0 ? lines : Buffer.concat([...rest, lines]);
      rest = [];
    }
    if (end < chunk.length) rest.push(chunk.subarray(end));
  }
  if (rest.length > 0) throw new JuicerError('E_INTERNAL', 'a piece of the export ends within a row');
}

function damaged(name: string): JuicerError {
  return new JuicerError('E_CHECKPOINT', `${name} is not as it was committed: its content has changed`, {
    hint: 'resume the run: the piece was set aside and is made again',
  });
}
