/** What is damaged or foreign is moved out of the way, never deleted. */
import type { SetAside } from '../model/contract.js';
import { SET_ASIDE } from './layout.js';
import type { Store } from './store.js';

/** Moves those of some files that stand to `set_aside/`, under names that are free. */
export function setAsideFiles(store: Store, names: readonly string[], reason: string): SetAside[] {
  const moved: SetAside[] = [];
  for (const name of names) {
    if (store.size(name) === null) continue;
    const to = freeName(store, name);
    store.copy(name, to);
    store.remove(name);
    moved.push({ path: name, moved_to: to, reason });
  }
  return moved;
}

function freeName(store: Store, name: string): string {
  for (let n = 0; ; n++) {
    const candidate = `${SET_ASIDE}/${name}.${n}`;
    if (store.size(candidate) === null) return candidate;
  }
}
