/** Finds ops by name. */
import { nearest } from '../model/nearest.js';
import type { Op } from './define.js';
import { OPS } from './index.js';

/** A set of ops. Names are unique; lists are in the order of registration. */
export interface OpRegistry {
  get(name: string): Op | undefined;
  names(): string[];
  all(): Op[];
}

/**
 * A registry of given ops.
 * @throws Error when two have one name.
 */
export function opRegistry(ops: readonly Op[]): OpRegistry {
  const byName = new Map<string, Op>();
  for (const op of ops) {
    if (byName.has(op.name)) throw new Error(`op ${op.name}: declared twice`);
    byName.set(op.name, op);
  }
  return {
    get: (name) => byName.get(name),
    names: () => [...byName.keys()],
    all: () => [...byName.values()],
  };
}

const builtIn = opRegistry(OPS);

/** The ops that the product itself has. */
export function builtInOps(): OpRegistry {
  return builtIn;
}

/** Built-in ops that a misspelt name may have meant, best first; up to three. */
export function nearestOps(name: string): string[] {
  return nearest(name, builtIn.names());
}
