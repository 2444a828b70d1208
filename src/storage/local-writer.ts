/**
 * One commit on a local disk: temporary file, fsync, read back, link or rename, fsync of the folder. What is read back
 * is compared with what was appended, so that a file gets its name only when the system gives it back as it was meant.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { disk, type DiskFile } from './disk.js';
import { diskErrors } from './disk-error.js';
import { faultPoint } from './fault.js';
import { publishIfAbsent, replace, syncFolder } from './publish.js';
import type { Stored, StoreWriter } from './store.js';

const READ_BACK_CHUNK = 4 * 1024 * 1024;

/** Where a file is written, and how. `name` is what errors call it. */
export interface LocalFile {
  target: string;
  temporary: string;
  name: string;
  permissions: number;
}

/** Writes one file; its temporary file stands from the start, until it is committed or aborted. */
export class LocalWriter implements StoreWriter {
  private readonly hash = createHash('sha256');
  private readonly file: DiskFile;
  private bytes = 0;
  private open = true;
  /** All that was appended while that is one piece: compared as it is, which costs less than hashing twice. */
  private whole: Uint8Array | null = new Uint8Array();

  constructor(private readonly to: LocalFile) {
    this.file = disk.open(to.temporary, 'wx', to.permissions);
  }

  append(bytes: Uint8Array): void {
    diskErrors(`write ${this.to.name}`, () => disk.write(this.file, bytes));
    this.hash.update(bytes);
    this.whole = this.bytes === 0 ? bytes : null;
    this.bytes += bytes.length;
  }

  digest(): Stored {
    return { sha256: this.hash.copy().digest('hex'), bytes: this.bytes };
  }

  commit(mode: 'if-absent' | 'replace'): 'committed' | 'exists' {
    const { target, temporary, name } = this.to;
    return diskErrors(`write ${name}`, () => {
      disk.fsync(this.file);
      this.close();
      this.readBack();
      faultPoint('commit.before', name);
      const outcome = mode === 'replace' ? replace(temporary, target) : publishIfAbsent(temporary, target);
      syncFolder(path.dirname(target));
      faultPoint('commit.after', name);
      return outcome;
    });
  }

  abort(): void {
    try {
      if (this.open) this.close();
      disk.remove(this.to.temporary);
    } catch {
      // The error that led here is the one to tell; a temporary file that stays is swept by its token.
    }
  }

  private close(): void {
    this.open = false;
    disk.close(this.file);
  }

  private readBack(): void {
    const file = disk.open(this.to.temporary, 'r');
    try {
      if (disk.size(file) === this.bytes && this.isAsWritten(file)) return;
    } finally {
      disk.close(file);
    }
    throw new JuicerError('E_IO', `${this.to.name} does not read back as it was written`, {
      hint: 'look after the disk of the work directory, and after the memory; the attempt is tried again',
    });
  }

  private isAsWritten(file: DiskFile): boolean {
    const hash = createHash('sha256');
    const chunk = Buffer.allocUnsafe(Math.min(READ_BACK_CHUNK, this.bytes));
    for (let at = 0; at < this.bytes; at += chunk.length) {
      const seen = chunk.subarray(0, Math.min(chunk.length, this.bytes - at));
      if (disk.read(file, seen, at) < seen.length) return false;
      if (!this.whole) hash.update(seen);
      else if (seen.compare(this.whole, at, at + seen.length) !== 0) return false;
    }
    return this.whole !== null || hash.digest('hex') === this.digest().sha256;
  }
}
