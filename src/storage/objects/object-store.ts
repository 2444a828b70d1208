/** The store in a bucket of an S3 store. */
import path from 'node:path';
import { JuicerError } from '../../model/errors.js';
import { addressOf } from '../../model/object-path.js';
import { diskErrors } from '../disk-error.js';
import type { CommitOptions, Store, StoreWriter } from '../store.js';
import { callObjects } from './bridge.js';
import { listObjects } from './object-disk.js';
import { ObjectWriter } from './object-writer.js';
import { OpenObject } from './open-object.js';

/** Read at a time when an object is copied. */
const PIECE = 8 * 1024 * 1024;

/** A store below `root`, a path of objects. */
export class ObjectStore implements Store {
  constructor(private readonly root: string) {}

  read(name: string, range?: { start: number; end: number }): Uint8Array {
    const at = addressOf(this.resolve(name));
    if (range && range.start === range.end) return new Uint8Array();
    const bytes = diskErrors(`read ${name}`, () => callObjects('read', at, range));
    if (!range || bytes.length === range.end - range.start) return bytes;
    const end = range.start + bytes.length;
    throw new JuicerError('E_IO', `${name} ends at byte ${end}, before byte ${range.end}`);
  }

  size(name: string): number | null {
    const at = addressOf(this.resolve(name));
    return diskErrors(`look at ${name}`, () => callObjects('head', at)?.size ?? null);
  }

  commit(name: string, bytes: Uint8Array, options: CommitOptions): 'committed' | 'exists' {
    const writer = this.writer(name);
    try {
      writer.append(bytes);
      return writer.commit(options.mode);
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  /** Permissions are those of the bucket. */
  writer(name: string): StoreWriter {
    return new ObjectWriter(this.resolve(name), name);
  }

  list(folder: string): string[] {
    const full = this.resolve(folder);
    return diskErrors(`list ${folder}`, () => listObjects(full, false).map((entry) => entry.name)).sort();
  }

  remove(name: string): void {
    diskErrors(`remove ${name}`, () => callObjects('remove', addressOf(this.resolve(name))));
  }

  copy(from: string, to: string): 'committed' | 'exists' {
    const source = diskErrors(`copy ${from}`, () => OpenObject.open(this.resolve(from)));
    const writer = this.writer(to);
    try {
      for (let at = 0; at < source.size; at += PIECE) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, source.size - at));
        diskErrors(`copy ${from}`, () => source.read(piece, at));
        writer.append(piece);
      }
      return writer.commit('if-absent');
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  private resolve(name: string): string {
    const full = path.resolve(this.root, name);
    if (full !== this.root && !full.startsWith(this.root + path.sep)) {
      throw new JuicerError('E_IO', `name ${JSON.stringify(name)} leaves the folder of the run`);
    }
    return full;
  }
}
