/**
 * The scan: one pass over a JSONL file that finds its lines, cuts it into partitions and hashes each of them, without
 * parsing. A raw LF never occurs inside a JSON string or a UTF-8 sequence, so a cut at a line end is always safe.
 */
import { createHash, type Hash } from 'node:crypto';
import { JuicerError } from '../model/errors.js';
import { disk, type DiskFile } from '../storage/disk.js';
import { diskErrors, isFinal, systemCode } from '../storage/disk-error.js';

/** Both bounds hold; a single row that is larger than `bytes` is a partition of its own. */
export interface CutBounds {
  rows: number;
  bytes: number;
}

/** A partition as the scan finds it: bytes [byteStart, byteEnd), rows counted from 0 over the file, lines from 1. */
export interface ScannedRange {
  byteStart: number;
  byteEnd: number;
  rowStart: number;
  rows: number;
  lineStart: number;
  sha256: string;
}

const CHUNK = 4 * 1024 * 1024;
const LF = 0x0a;
const BOM = [0xef, 0xbb, 0xbf];

/**
 * Cuts a file. Lines of only white space are no rows. The ranges follow each other without a gap; a file without rows has none.
 * @throws JuicerError E_INPUT_MISSING when the file cannot be opened, E_IO when it cannot be read.
 */
export function scanJsonl(
  file: string,
  bounds: CutBounds,
  onProgress: (bytes: number) => void,
): ScannedRange[] {
  const input = open(file);
  try {
    const cutter = new Cutter(bounds);
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (let at = 0; ;) {
      const n = diskErrors(`read input file ${file}`, () => disk.read(input, buffer, at));
      if (n === 0) return cutter.finish(at);
      cutter.chunk(buffer.subarray(0, n), at);
      at += n;
      onProgress(at);
    }
  } finally {
    diskErrors(`close input file ${file}`, () => disk.close(input));
  }
}

function open(file: string): DiskFile {
  return diskErrors(`open input file ${file}`, () => {
    try {
      return disk.open(file, 'r');
    } catch (error) {
      if (!isFinal(error)) throw error;
      throw new JuicerError('E_INPUT_MISSING', `input file ${file} cannot be opened: ${systemCode(error)}`);
    }
  });
}

/** Follows the lines through the chunks. All offsets are absolute. */
class Cutter {
  private readonly ranges: ScannedRange[] = [];
  private current: { byteStart: number; rowStart: number; lineStart: number; rows: number };
  /** Hash of the current partition up to `hashed`, the end of its last whole line. */
  private hash = createHash('sha256');
  private hashed = 0;
  /** Hashes over the unfinished line of earlier chunks: together with the partition before it, and by itself. */
  private tail: { joined: Hash; alone: Hash } | null = null;
  private lineStart = 0;
  private blank = true;
  private lines = 0;
  private rows = 0;

  constructor(private readonly bounds: CutBounds) {
    this.current = { byteStart: 0, rowStart: 0, lineStart: 1, rows: 0 };
  }

  chunk(bytes: Buffer, at: number): void {
    let from = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, from)) {
      if (this.blank) this.blank = isBlank(bytes, from, end, at);
      this.endLine(bytes, at, at + end + 1);
      from = end + 1;
    }
    if (this.blank) this.blank = isBlank(bytes, from, bytes.length, at);
    this.keepTail(bytes, at);
  }

  finish(at: number): ScannedRange[] {
    if (this.lineStart < at) this.endLine(Buffer.alloc(0), at, at);
    // Blank lines after the last row belong to no partition.
    if (this.current.rows > 0) this.close(at);
    return this.ranges;
  }

  /** A line ends at `end`: it opens a new partition when it does not fit into the current one. */
  private endLine(bytes: Buffer, at: number, end: number): void {
    const row = this.blank ? 0 : 1;
    const { current, bounds } = this;
    const full = current.rows + row > bounds.rows || end - current.byteStart > bounds.bytes;
    if (row === 1 && current.rows > 0 && full) this.cutBefore(bytes, at);
    if (this.tail) {
      this.hash = this.tail.joined;
      this.tail = null;
      this.hashed = at;
    }
    this.lines++;
    this.rows += row;
    this.current.rows += row;
    this.lineStart = end;
    this.blank = true;
  }

  private cutBefore(bytes: Buffer, at: number): void {
    if (this.tail) {
      this.close(this.lineStart);
      this.tail.joined = this.tail.alone;
    } else {
      this.hash.update(bytes.subarray(this.hashed - at, this.lineStart - at));
      this.close(this.lineStart);
    }
    this.hash = createHash('sha256');
    this.hashed = this.lineStart;
    this.current = { byteStart: this.lineStart, rowStart: this.rows, lineStart: this.lines + 1, rows: 0 };
  }

  /** At the end of a chunk: hashes the whole lines, and the unfinished one both ways. */
  private keepTail(bytes: Buffer, at: number): void {
    const end = at + bytes.length;
    if (this.tail) {
      this.tail.joined.update(bytes);
      this.tail.alone.update(bytes);
      return;
    }
    this.hash.update(bytes.subarray(this.hashed - at, this.lineStart - at));
    this.hashed = this.lineStart;
    if (this.lineStart === end) return;
    const rest = bytes.subarray(this.lineStart - at);
    this.tail = { joined: this.hash.copy().update(rest), alone: createHash('sha256').update(rest) };
  }

  private close(byteEnd: number): void {
    const { byteStart, rowStart, lineStart, rows } = this.current;
    this.ranges.push({
      byteStart,
      byteEnd,
      rowStart,
      rows,
      lineStart,
      sha256: this.hash.copy().digest('hex'),
    });
  }
}

function isBlank(bytes: Buffer, from: number, end: number, at: number): boolean {
  for (let i = from; i < end; i++) {
    const b = bytes[i] as number;
    if (b === 0x20 || b === 0x09 || b === 0x0d) continue;
    if (at + i < BOM.length && b === BOM[at + i]) continue;
    return false;
  }
  return true;
}
