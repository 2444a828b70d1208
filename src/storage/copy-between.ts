/** Makes a file of one run's folder one of another's too, without copying where the disk allows. */
import path from 'node:path';
import { isObjectPath } from '../model/object-path.js';
import { storeAt } from './store-at.js';

/** Two folders, absolute, and the token of the attempt that writes to the second. */
export interface Between {
  from: string;
  to: string;
  token: string;
}

/**
 * Links or copies a file to the same place in the other folder; what stands there stays.
 * @throws JuicerError E_IO or E_DISK_FULL.
 */
export function copyBetween({ from, to, token }: Between, file: string): 'committed' | 'exists' {
  const root = commonFolder(from, to);
  // A link needs one store that holds both; a store of the whole disk there is not.
  if (path.dirname(root) === root || isObjectPath(from) || isObjectPath(to))
    return storeAt(to, token).commit(file, storeAt(from).read(file), { mode: 'if-absent' });
  const within = (dir: string): string => path.join(path.relative(root, dir), file);
  return storeAt(root, token).copy(within(from), within(to));
}

function commonFolder(a: string, b: string): string {
  let folder = path.dirname(a);
  while (path.relative(folder, b).startsWith('..')) folder = path.dirname(folder);
  return folder;
}
