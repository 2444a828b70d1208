/**
 * One commit to an S3 store. What fits goes by one request, more in parts that become an object in one step; the store
 * checks each request by its checksum and gives a name once, whoever else asks for it (`If-None-Match`).
 */
import { createHash } from 'node:crypto';
import { JuicerError } from '../../model/errors.js';
import { addressOf, type ObjectAddress } from '../../model/object-path.js';
import { diskErrors, systemCode } from '../disk-error.js';
import { faultPoint } from '../fault.js';
import type { Stored, StoreWriter } from '../store.js';
import { callObjects } from './bridge.js';
import type { UploadedPart } from './calls.js';

/** Of one size but for the last, as some stores ask for; a store takes 10,000 of them, which is 156 GiB. */
const PART = 16 * 1024 * 1024;

/** Writes one object. Until it is committed only an unfinished upload is there, or nothing. */
export class ObjectWriter implements StoreWriter {
  private readonly hash = createHash('sha256');
  private readonly at: ObjectAddress;
  private bytes = 0;
  private pending: Uint8Array[] = [];
  private pendingBytes = 0;
  private upload: { id: string; parts: UploadedPart[] } | null = null;

  /** `name` is what errors call it. */
  constructor(
    path: string,
    private readonly name: string,
  ) {
    this.at = addressOf(path);
  }

  append(bytes: Uint8Array): void {
    this.hash.update(bytes);
    this.bytes += bytes.length;
    // The caller may use its buffer again.
    this.pending.push(Uint8Array.from(bytes));
    this.pendingBytes += bytes.length;
    if (this.pendingBytes > PART) diskErrors(`write ${this.name}`, () => this.sendWhole());
  }

  digest(): Stored {
    return { sha256: this.hash.copy().digest('hex'), bytes: this.bytes };
  }

  commit(mode: 'if-absent' | 'replace'): 'committed' | 'exists' {
    return diskErrors(`write ${this.name}`, () => {
      faultPoint('commit.before', this.name);
      const outcome = this.published(mode === 'if-absent');
      faultPoint('commit.after', this.name);
      if (outcome === 'committed') this.checkSize();
      return outcome;
    });
  }

  abort(): void {
    if (!this.upload) return;
    try {
      callObjects('abandon', this.at, this.upload.id);
    } catch {
      // The error that led here is the one to tell; what stays is abandoned when the run's folder is swept.
    }
    this.upload = null;
  }

  private published(ifAbsent: boolean): 'committed' | 'exists' {
    const rest = Buffer.concat(this.pending);
    try {
      if (!this.upload) callObjects('put', this.at, rest, ifAbsent);
      else {
        this.send(rest);
        callObjects('finish', this.at, this.upload, ifAbsent);
      }
    } catch (error) {
      if (!ifAbsent || systemCode(error) !== 'EEXIST') throw error;
      this.abort();
      return 'exists';
    }
    return 'committed';
  }

  private sendWhole(): void {
    const all = Buffer.concat(this.pending);
    let from = 0;
    for (; all.length - from > PART; from += PART) this.send(all.subarray(from, from + PART));
    this.pending = [all.subarray(from)];
    this.pendingBytes = all.length - from;
  }

  private send(bytes: Uint8Array): void {
    this.upload ??= { id: callObjects('begin', this.at), parts: [] };
    const { id, parts } = this.upload;
    parts.push(callObjects('part', this.at, { id, number: parts.length + 1 }, bytes));
  }

  private checkSize(): void {
    const size = callObjects('head', this.at)?.size;
    if (size === this.bytes) return;
    throw new JuicerError('E_IO', `${this.name} has ${size ?? 'no'} bytes in the store, not ${this.bytes}`);
  }
}
