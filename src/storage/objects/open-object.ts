/** An object that is open for reading: small reads are served from blocks, since each request is a journey. */
import { addressOf } from '../../model/object-path.js';
import { callObjects } from './bridge.js';
import type { ObjectStat } from './calls.js';
import { objectError } from './object-error.js';

const BLOCK = 8 * 1024 * 1024;

/** One object as it was when it was opened: if it is replaced meanwhile, reading fails. */
export class OpenObject {
  private block: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array() };

  private constructor(
    private readonly path: string,
    private readonly stat: ObjectStat,
  ) {}

  /** Throws an error with the code ENOENT when there is none. */
  static open(path: string): OpenObject {
    const stat = callObjects('head', addressOf(path));
    if (!stat) throw objectError('ENOENT', 'open', path);
    return new OpenObject(path, stat);
  }

  get size(): number {
    return this.stat.size;
  }

  /** Fills a buffer from a position on; gives the number of bytes, less than asked for at the end. */
  read(into: Uint8Array, position: number): number {
    const end = Math.min(position + into.length, this.size);
    for (let at = position; at < end;) {
      const bytes = this.from(at, end);
      into.set(bytes, at - position);
      at += bytes.length;
    }
    return Math.max(0, end - position);
  }

  private from(start: number, end: number): Uint8Array {
    if (start < this.block.start || start >= this.block.start + this.block.bytes.length) {
      const upTo = Math.min(this.size, Math.max(end, start + BLOCK));
      const range = { start, end: upTo, etag: this.stat.etag };
      this.block = { start, bytes: callObjects('read', addressOf(this.path), range) };
      if (this.block.bytes.length === 0) throw objectError('EIO', 'read', this.path);
    }
    return this.block.bytes.subarray(start - this.block.start, end - this.block.start);
  }
}
