/** How a written file gets its name. Errors are the system's own. */
import { disk } from './disk.js';
import { systemCode } from './disk-error.js';

/** A second name for a file; 'unsupported' where the disk has no links, or not between these places. */
export function tryLink(from: string, to: string): 'committed' | 'exists' | 'unsupported' {
  try {
    disk.link(from, to);
    return 'committed';
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (code === 'EEXIST') return 'exists';
    if (['EPERM', 'ENOTSUP', 'EXDEV', 'EMLINK'].includes(code)) return 'unsupported';
    throw error;
  }
}

/** Gives a temporary file its name in place of what stands there. */
export function replace(temporary: string, target: string): 'committed' {
  disk.rename(temporary, target);
  return 'committed';
}

/** Gives a temporary file its name unless something stands there; the temporary name is gone in either case. */
export function publishIfAbsent(temporary: string, target: string): 'committed' | 'exists' {
  let outcome = tryLink(temporary, target);
  if (outcome === 'unsupported') {
    if (!disk.stat(target)) return replace(temporary, target);
    outcome = 'exists';
  }
  disk.remove(temporary);
  return outcome;
}

/** Makes the names in a folder durable. */
export function syncFolder(folder: string): void {
  const file = disk.open(folder, 'r');
  try {
    disk.fsync(file);
  } catch (error) {
    // Some file systems cannot sync a folder; the file itself was synced before.
    if (!['EINVAL', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    disk.close(file);
  }
}
