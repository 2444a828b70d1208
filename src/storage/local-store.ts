/** The store on a local or shared disk. How a file is committed stands in local-writer.ts. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { disk } from './disk.js';
import { diskErrors, systemCode } from './disk-error.js';
import { LocalWriter } from './local-writer.js';
import { syncFolder, tryLink } from './publish.js';
import { committed, pathBelow, type CommitOptions, type Store, type StoreWriter } from './store.js';

/** Every temporary file starts with this; what is left of a dead attempt is swept by it. */
export const TEMPORARY_PREFIX = '.tmp-';

/**
 * A store below `root`. `token` names the attempt that writes: its temporary files carry it, so that whoever started
 * the attempt can remove them after it was ended.
 */
export function localStore(root: string, token: string = randomBytes(6).toString('hex')): Store {
  return new LocalStore(root, token);
}

/** Removes temporary files whose token starts with `token`, in some folders (absolute or below `root`); gives their number. */
export function sweepLocal(root: string, folders: readonly string[], token = ''): number {
  let removed = 0;
  for (const folder of folders) {
    for (const name of names(path.resolve(root, folder))) {
      if (!name.startsWith(TEMPORARY_PREFIX + token)) continue;
      diskErrors(`remove ${name}`, () => disk.remove(path.resolve(root, folder, name)));
      removed++;
    }
  }
  return removed;
}

class LocalStore implements Store {
  private counter = 0;

  constructor(
    private readonly root: string,
    private readonly token: string,
  ) {}

  read(name: string, range?: { start: number; end: number }): Uint8Array {
    const full = this.resolve(name);
    return diskErrors(`read ${name}`, () => (range ? readRange(full, name, range) : disk.readFile(full)));
  }

  size(name: string): number | null {
    const full = this.resolve(name);
    return diskErrors(`look at ${name}`, () => disk.stat(full)?.size ?? null);
  }

  commit(name: string, bytes: Uint8Array, options: CommitOptions): 'committed' | 'exists' {
    return committed(this.writer(name, options.permissions), options.mode, (writer) => writer.append(bytes));
  }

  writer(name: string, permissions = 0o644): StoreWriter {
    const target = this.resolve(name);
    const folder = path.dirname(target);
    const temporary = path.join(folder, `${TEMPORARY_PREFIX}${this.token}-${this.counter++}`);
    return diskErrors(`write ${name}`, () => {
      disk.makeFolder(folder);
      return new LocalWriter({ target, temporary, name, permissions });
    });
  }

  list(folder: string): string[] {
    return names(this.resolve(folder)).sort();
  }

  remove(name: string): void {
    const full = this.resolve(name);
    diskErrors(`remove ${name}`, () => disk.remove(full));
  }

  copy(from: string, to: string): 'committed' | 'exists' {
    const target = this.resolve(to);
    return diskErrors(`copy ${from}`, () => {
      disk.makeFolder(path.dirname(target));
      const outcome = tryLink(this.resolve(from), target);
      if (outcome === 'unsupported') return this.commit(to, this.read(from), { mode: 'if-absent' });
      syncFolder(path.dirname(target));
      return outcome;
    });
  }

  private resolve(name: string): string {
    return pathBelow(this.root, name);
  }
}

function readRange(full: string, name: string, range: { start: number; end: number }): Uint8Array {
  const file = disk.open(full, 'r');
  try {
    const bytes = Buffer.allocUnsafe(range.end - range.start);
    const filled = disk.read(file, bytes, range.start);
    if (filled === bytes.length) return bytes;
    throw new JuicerError('E_IO', `${name} ends at byte ${range.start + filled}, before byte ${range.end}`);
  } finally {
    disk.close(file);
  }
}

function names(folder: string): string[] {
  try {
    return disk.list(folder).map((entry) => entry.name);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    return diskErrors(`list ${path.basename(folder)}`, () => {
      throw error;
    });
  }
}
