/** Where the rows of an export are cut into files: a plain value, made before any of them is written. */
import { createHash } from 'node:crypto';
import type { ExportColumn } from '../model/export.js';
import { JuicerError } from '../model/errors.js';
import { CsvRows } from './csv.js';
import type { Part, Piece, PiecePlace } from './pieces.js';

const LINE_FEED = 0x0a;
const MAX_SHARDS = 99_999;

/** The rows of one file: where they begin among the pieces, and what they are there. */
export interface Shard extends Part {
  from: PiecePlace;
}

/** The position in `lines`, behind `from`, where the present file ends, and the next one begins; −1 when that comes later. */
export type Cut = (lines: Buffer, from: number) => number;

/** A file ends with the row with which it has so many bytes, as JSON lines; one file without a size. */
export function cutBySize(size: number): Cut {
  let left = size;
  return (lines, from) => {
    const here = lines.length - from;
    if (left > here) {
      left -= here;
      return -1;
    }
    const end = lines.indexOf(LINE_FEED, from + left - 1) + 1;
    left = size;
    return end;
  };
}

/** A file of CSV ends with the row with which it has so many bytes itself. */
export function cutByCsvSize(size: number, columns: readonly ExportColumn[]): Cut {
  const rows = new CsvRows(columns);
  const head = rows.header().length;
  let written = head;
  return (lines, from) => {
    for (let start = from; start < lines.length;) {
      const end = lines.indexOf(LINE_FEED, start) + 1;
      written += rows.add(lines.subarray(start, end)).length;
      start = end;
      if (written < size) continue;
      written = head;
      return end;
    }
    return -1;
  };
}

/** A file for each partition: one at least. */
export function shardsOfParts(pieces: readonly Piece[]): Shard[] {
  const shards: Shard[] = [];
  pieces.forEach(({ parts }, piece) => {
    let offset = 0;
    for (const part of parts) {
      shards.push({ ...part, from: { piece, offset } });
      offset += part.bytes;
    }
  });
  return checked(shards.length > 0 ? shards : new ShardPlanner(pieces, () => -1).finish());
}

/** Collects shards from the lines of all pieces. */
export class ShardPlanner {
  private readonly shards: Shard[] = [];
  private open = newFile({ piece: 0, offset: 0 });
  private at: PiecePlace = { piece: 0, offset: 0 };

  constructor(
    private readonly pieces: readonly Piece[],
    private readonly cut: Cut,
  ) {}

  /** Adds whole lines. */
  add(lines: Buffer): void {
    for (let from = 0; from < lines.length;) {
      const end = this.cut(lines, from);
      this.take(lines.subarray(from, end < 0 ? lines.length : end));
      if (end < 0) return;
      this.close();
      from = end;
    }
  }

  /** The shards, when all lines were added: one at least. */
  finish(): Shard[] {
    if (this.open.bytes > 0 || this.shards.length === 0) this.close();
    return checked(this.shards);
  }

  private take(lines: Buffer): void {
    this.open.hash.update(lines);
    this.open.bytes += lines.length;
    for (let i = lines.indexOf(LINE_FEED); i !== -1; i = lines.indexOf(LINE_FEED, i + 1)) this.open.rows++;
    this.at = { ...this.at, offset: this.at.offset + lines.length };
    for (let size = this.sizeHere(); this.at.offset >= size && this.at.piece + 1 < this.pieces.length;) {
      this.at = { piece: this.at.piece + 1, offset: this.at.offset - size };
      size = this.sizeHere();
    }
  }

  private close(): void {
    const { from, rows, bytes, hash } = this.open;
    this.shards.push({ from, rows, bytes, sha256: hash.digest('hex') });
    this.open = newFile(this.at);
  }

  private sizeHere(): number {
    return this.pieces[this.at.piece]?.bytes ?? Infinity;
  }
}

function newFile(from: PiecePlace) {
  return { from, rows: 0, bytes: 0, hash: createHash('sha256') };
}

function checked(shards: Shard[]): Shard[] {
  if (shards.length <= MAX_SHARDS) return shards;
  throw new JuicerError(
    'E_LIMIT',
    `the export would have ${shards.length} files; ${MAX_SHARDS} is the most`,
    {
      hint: 'set a larger export_shard_size',
    },
  );
}
