/** The store in a bucket of an S3 store. */
import { JuicerError } from '../../model/errors.js';
import { addressOf } from '../../model/object-path.js';
import { diskErrors } from '../disk-error.js';
import { committed, pathBelow, type CommitOptions, type Store, type StoreWriter } from '../store.js';
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
    return committed(this.writer(name), options.mode, (writer) => writer.append(bytes));
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
    return committed(this.writer(to), 'if-absent', (writer) => {
      for (let at = 0; at < source.size; at += PIECE) {
        const piece = Buffer.allocUnsafe(Math.min(PIECE, source.size - at));
        diskErrors(`copy ${from}`, () => source.read(piece, at));
        writer.append(piece);
      }
    });
  }

  private resolve(name: string): string {
    return pathBelow(this.root, name);
  }
}
