/** Cuts the records of files into partitions and hashes each partition, as the bytes pass, without parsing. */
import { createHash, type Hash } from 'node:crypto';
import type { Partition, SourceRange } from '../model/plan.js';
import type { CutBounds } from '../model/sizing.js';
import { endsBefore, nextShare } from '../plan/even.js';
import { copiesOf } from './sample.js';
import type { Splitter } from './splitter.js';

export type { CutBounds } from '../model/sizing.js';

/** A partition as it is cut; its number and its file come with the mapping. */
export type CutPartition = Omit<Partition, 'id' | 'path'>;

/** What is known of a file before its bytes come; `sample` is that of its first row. */
export type SourceHead = Omit<
  SourceRange,
  'byte_start' | 'byte_end' | 'row_start' | 'row_end' | 'line_start' | 'damage'
>;

interface OpenSource {
  byteStart: number;
  rowStart: number;
  lineStart: number;
  rows: number;
  /** Of a mixture: number of its first row in the part. */
  first: number;
}

/**
 * Takes the bytes of one file after the other. A partition goes on from file to file. All offsets are those of the file,
 * or of its content where that is compressed. Records of only white space are no rows; they belong to the range they
 * stand in, and a file, or the rest of one, that has no rows belongs to no partition. So do rows that a mixture does not
 * take; one that it takes several times is so many rows.
 */
export class Cutter {
  readonly partitions: CutPartition[] = [];
  private sources: SourceRange[] = [];
  private closedRows = 0;
  private closedBytes = 0;
  private head: SourceHead | null = null;
  private source: OpenSource = { byteStart: 0, rowStart: 0, lineStart: 1, rows: 0, first: 0 };
  private copies: (row: number) => number = () => 1;
  /** Number, in the part of a mixture or else in the file, of the row that comes next. */
  private number = 0;
  /** Bytes that the rows of the partition have beyond those of its ranges, since some are taken several times. */
  private repeated = 0;
  /** Hash of the current partition up to `hashed`, the end of its last whole record. */
  private hash = createHash('sha256');
  private hashed = 0;
  /** Hashes over the unfinished record of earlier chunks: together with the partition before it, and by itself. */
  private tail: { joined: Hash; alone: Hash } | null = null;
  private recordStart = 0;
  private blank = true;
  private lines = 0;
  private rows = 0;
  /** Bytes of the partitions that are closed. */
  private cutBytes = 0;
  /** Most rows of the current partition, and the size that it comes near to. */
  private most = { rows: Infinity, share: Infinity };

  constructor(private readonly bounds: CutBounds) {
    this.openPartition();
  }

  /** Rows so far. */
  get totalRows(): number {
    return this.rows;
  }

  /** Number, in its part, of the row behind the last one that came. */
  get nextNumber(): number {
    return this.number;
  }

  /** The bytes that come are those of a file, from its start on. */
  begin(head: SourceHead): void {
    this.head = head;
    this.copies = head.sample ? copiesOf(head.sample) : () => 1;
    this.number = head.sample?.first ?? 0;
    this.source = { byteStart: 0, rowStart: this.rows, lineStart: 1, rows: 0, first: this.number };
    this.hashed = 0;
    this.recordStart = 0;
    this.blank = true;
    this.lines = 0;
  }

  /** Some bytes of the file; `at` is the offset of the first. */
  chunk(bytes: Buffer, at: number, splitter: Splitter): void {
    let from = 0;
    for (let end = splitter.end(bytes, from); end !== -1; end = splitter.end(bytes, from)) {
      if (this.blank) this.blank = splitter.isBlank(bytes, from, end, at);
      this.endRecord(bytes, at, { end: at + end, lines: splitter.lines });
      from = end;
    }
    if (this.blank) this.blank = splitter.isBlank(bytes, from, bytes.length, at);
    this.keepTail(bytes, at);
  }

  /** The file ends at `at`. One that breaks off there ends in a row, however little of that there is. */
  end(at: number, splitter: Splitter, damage?: string): void {
    if (damage !== undefined) this.blank = false;
    if (this.recordStart < at || damage !== undefined)
      this.endRecord(Buffer.alloc(0), at, { end: at, lines: splitter.lines });
    // What follows the last row and is none stands in the range of that row; without any it belongs to no partition.
    this.tail = null;
    this.closeSource(at, damage);
    this.head = null;
  }

  /** All files have come. */
  finish(): CutPartition[] {
    this.closePartition();
    return this.partitions;
  }

  /** A record ends: it opens a new partition when it does not fit into the current one. */
  private endRecord(bytes: Buffer, at: number, { end, lines }: { end: number; lines: number }): void {
    const first = this.number;
    const rows = this.blank ? 0 : this.copies(this.number++);
    this.lines += lines;
    this.blank = true;
    // Before the first row of a file it is open which partition these bytes belong to: they stay with that row.
    if (rows === 0 && this.source.rows === 0) return;
    if (rows > 0 && this.isFull(end, rows)) this.cutBefore(bytes, at, { lines, first });
    if (this.tail) {
      this.hash = this.tail.joined;
      this.tail = null;
      this.hashed = at;
    }
    this.rows += rows;
    this.source.rows += rows;
    this.repeated += Math.max(0, rows - 1) * (end - this.recordStart);
    this.recordStart = end;
  }

  private isFull(end: number, more: number): boolean {
    const rows = this.closedRows + this.source.rows;
    if (rows === 0) return false;
    const held = this.closedBytes + this.repeated - this.source.byteStart;
    const before = held + this.recordStart;
    const after = held + end + (more - 1) * (end - this.recordStart);
    const { most, bounds } = this;
    return rows + more > most.rows || after > bounds.bytes || endsBefore(most.share, before, after);
  }

  private openPartition(): void {
    const { even, rows, bytes } = this.bounds;
    const done = {
      partitions: this.partitions.length,
      amount: even?.unit === 'rows' ? this.rows : this.cutBytes,
    };
    const share = even ? nextShare(even, done, bytes) : Infinity;
    this.most = {
      rows: Math.min(rows ?? Infinity, even?.unit === 'rows' ? share : Infinity),
      share: even?.unit === 'bytes' ? share : Infinity,
    };
  }

  private cutBefore(bytes: Buffer, at: number, { lines, first }: { lines: number; first: number }): void {
    if (this.tail) this.tail.joined = this.tail.alone;
    else this.hash.update(bytes.subarray(this.hashed - at, this.recordStart - at));
    this.closeSource(this.recordStart);
    this.closePartition();
    this.hashed = this.recordStart;
    const atStart = this.source.rows === 0;
    this.source = {
      byteStart: this.recordStart,
      rowStart: this.rows,
      lineStart: atStart ? this.source.lineStart : this.lines - lines + 1,
      rows: 0,
      first: atStart ? this.source.first : first,
    };
  }

  /** At the end of a chunk: hashes the whole records, and the unfinished one both ways. */
  private keepTail(bytes: Buffer, at: number): void {
    const end = at + bytes.length;
    if (this.tail) {
      this.tail.joined.update(bytes);
      this.tail.alone.update(bytes);
      return;
    }
    this.hash.update(bytes.subarray(this.hashed - at, this.recordStart - at));
    this.hashed = this.recordStart;
    if (this.recordStart === end) return;
    const rest = bytes.subarray(this.recordStart - at);
    this.tail = { joined: this.hash.copy().update(rest), alone: createHash('sha256').update(rest) };
  }

  private closeSource(byteEnd: number, damage?: string): void {
    const { byteStart, rowStart, lineStart, rows, first } = this.source;
    if (rows === 0 || !this.head) return;
    this.sources.push({
      ...this.head,
      byte_start: byteStart,
      byte_end: byteEnd,
      row_start: rowStart,
      row_end: rowStart + rows,
      line_start: lineStart,
      ...(this.head.sample && { sample: { ...this.head.sample, first } }),
      ...(damage !== undefined && { damage }),
    });
    this.closedRows += rows;
    this.closedBytes += byteEnd - byteStart;
  }

  private closePartition(): void {
    const { sources, closedRows: rows, closedBytes: bytes } = this;
    if (sources.length > 0)
      this.partitions.push({ sources, rows, bytes, sha256: this.hash.copy().digest('hex') });
    this.cutBytes += bytes;
    this.hash = createHash('sha256');
    this.sources = [];
    this.closedRows = 0;
    this.closedBytes = 0;
    this.repeated = 0;
    this.openPartition();
  }
}
