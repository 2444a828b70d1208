/** The store on a local or shared disk: temporary file, fsync, link or rename, fsync of the folder. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { faultPoint } from './fault.js';
import type { CommitOptions, Store, Stored, StoreWriter } from './store.js';

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
export function sweepTemporary(root: string, folders: readonly string[], token = ''): number {
  let removed = 0;
  for (const folder of folders) {
    for (const name of entries(path.resolve(root, folder))) {
      if (!name.startsWith(TEMPORARY_PREFIX + token)) continue;
      fs.rmSync(path.resolve(root, folder, name), { force: true });
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
    return io(`read ${name}`, () => {
      if (!range) return fs.readFileSync(this.resolve(name));
      const fd = fs.openSync(this.resolve(name), 'r');
      try {
        const bytes = Buffer.allocUnsafe(range.end - range.start);
        let filled = 0;
        while (filled < bytes.length) {
          const n = fs.readSync(fd, bytes, filled, bytes.length - filled, range.start + filled);
          if (n === 0)
            throw new JuicerError(
              'E_IO',
              `${name} ends at byte ${range.start + filled}, before byte ${range.end}`,
            );
          filled += n;
        }
        return bytes;
      } finally {
        fs.closeSync(fd);
      }
    });
  }

  size(name: string): number | null {
    const stat = fs.statSync(this.resolve(name), { throwIfNoEntry: false });
    return stat ? stat.size : null;
  }

  commit(name: string, bytes: Uint8Array, options: CommitOptions): 'committed' | 'exists' {
    const writer = this.writer(name, options.permissions);
    try {
      writer.append(bytes);
      return writer.commit(options.mode);
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  writer(name: string, permissions = 0o644): StoreWriter {
    const target = this.resolve(name);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const temporary = path.join(path.dirname(target), `${TEMPORARY_PREFIX}${this.token}-${this.counter++}`);
    return io(`write ${name}`, () => new LocalWriter(target, temporary, name, permissions));
  }

  list(folder: string): string[] {
    return entries(this.resolve(folder)).sort();
  }

  remove(name: string): void {
    io(`remove ${name}`, () => fs.rmSync(this.resolve(name), { force: true, recursive: true }));
  }

  copy(from: string, to: string): 'committed' | 'exists' {
    const target = this.resolve(to);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    return io(`copy ${from}`, () => {
      const outcome = tryLink(this.resolve(from), target);
      if (outcome === 'unsupported') return this.commit(to, this.read(from), { mode: 'if-absent' });
      syncFolder(path.dirname(target));
      return outcome;
    });
  }

  private resolve(name: string): string {
    const full = path.resolve(this.root, name);
    if (full !== this.root && !full.startsWith(this.root + path.sep)) {
      throw new JuicerError('E_IO', `name ${JSON.stringify(name)} leaves the folder of the run`);
    }
    return full;
  }
}

class LocalWriter implements StoreWriter {
  private readonly hash = createHash('sha256');
  private readonly fd: number;
  private bytes = 0;
  private open = true;

  constructor(
    private readonly target: string,
    private readonly temporary: string,
    private readonly name: string,
    permissions: number,
  ) {
    this.fd = fs.openSync(temporary, 'wx', permissions);
  }

  append(bytes: Uint8Array): void {
    io(`write ${this.name}`, () => {
      for (let at = 0; at < bytes.length;) at += fs.writeSync(this.fd, bytes, at, bytes.length - at);
    });
    this.hash.update(bytes);
    this.bytes += bytes.length;
  }

  digest(): Stored {
    return { sha256: this.hash.copy().digest('hex'), bytes: this.bytes };
  }

  commit(mode: 'if-absent' | 'replace'): 'committed' | 'exists' {
    return io(`write ${this.name}`, () => {
      fs.fsyncSync(this.fd);
      this.close();
      faultPoint('commit.before', this.name);
      const outcome =
        mode === 'replace' ? rename(this.temporary, this.target) : link(this.temporary, this.target);
      syncFolder(path.dirname(this.target));
      faultPoint('commit.after', this.name);
      return outcome;
    });
  }

  abort(): void {
    if (this.open) this.close();
    fs.rmSync(this.temporary, { force: true });
  }

  private close(): void {
    this.open = false;
    fs.closeSync(this.fd);
  }
}

function rename(temporary: string, target: string): 'committed' {
  fs.renameSync(temporary, target);
  return 'committed';
}

function link(temporary: string, target: string): 'committed' | 'exists' {
  const outcome = tryLink(temporary, target);
  if (outcome === 'unsupported') return fs.existsSync(target) ? 'exists' : rename(temporary, target);
  fs.rmSync(temporary, { force: true });
  return outcome;
}

function tryLink(from: string, to: string): 'committed' | 'exists' | 'unsupported' {
  try {
    fs.linkSync(from, to);
    return 'committed';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return 'exists';
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'EXDEV' || code === 'EMLINK') return 'unsupported';
    throw error;
  }
}

function syncFolder(folder: string): void {
  const fd = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(fd);
  } catch (error) {
    // Some file systems cannot sync a folder; the file itself was synced before.
    if (codeOf(error) !== 'EINVAL' && codeOf(error) !== 'ENOTSUP') throw error;
  } finally {
    fs.closeSync(fd);
  }
}

function entries(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/** Runs a file-system call; its error becomes one of ours, which names the file and the system's code only. */
function io<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (error instanceof JuicerError) throw error;
    const code = codeOf(error);
    if (code === undefined) throw error;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new JuicerError(full ? 'E_DISK_FULL' : 'E_IO', `cannot ${what}: ${code}`, {
      cause: error,
      ...(full ? { hint: 'free space on the disk of the work directory; the attempt is tried again' } : {}),
    });
  }
}
