/** The store for a place: a folder of a disk, or of objects. */
import { randomBytes } from 'node:crypto';
import { addressOf, isObjectPath } from '../model/object-path.js';
import { diskErrors } from './disk-error.js';
import { localStore, sweepLocal } from './local-store.js';
import { callObjects } from './objects/bridge.js';
import { folderAt } from './objects/object-disk.js';
import { ObjectStore } from './objects/object-store.js';
import type { Store } from './store.js';

/**
 * A store below `root`. `token` names the attempt that writes: its temporary files carry it, so that whoever started
 * the attempt can remove them after it was ended.
 */
export function storeAt(root: string, token: string = randomBytes(6).toString('hex')): Store {
  return isObjectPath(root) ? new ObjectStore(root) : localStore(root, token);
}

/**
 * Removes what unfinished writes left in some folders (absolute or below `root`), those whose token starts with `token`;
 * gives their number. Unfinished uploads carry no token: they are abandoned where the token is that of all.
 */
export function sweepTemporary(root: string, folders: readonly string[], token = ''): number {
  if (!isObjectPath(root)) return sweepLocal(root, folders, token);
  if (token !== '') return 0;
  return diskErrors(`abandon uploads to ${addressOf(root).bucket}`, () =>
    callObjects('abandonBelow', folderAt(root)),
  );
}
