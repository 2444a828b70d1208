/** Finds ops by words, and tells what is known of a name. */
import { JuicerError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import type { Op } from '../../ops/define.js';
import { knownButMissing, knownNames } from '../../ops/known.js';
import type { OpRegistry } from '../../ops/registry.js';
import { describeOp } from '../../ops/run.js';

/** An operator of Data-Juicer that is not here. */
export interface MissingOp {
  name: string;
  reason: string;
}

/** What there is, and what is known and not there. */
export interface Found {
  ops: Op[];
  missing: MissingOp[];
}

/** Every op, in the order of the registry. */
export function allOps(registry: OpRegistry): Found {
  return { ops: registry.all(), missing: missingOps() };
}

/** Ops in whose name, summary or parameters every word occurs, those with all words in the name first. */
export function opsWith(registry: OpRegistry, words: readonly string[]): Found {
  const wanted = words.map((word) => word.toLowerCase());
  const holds = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word));
  const { ops, missing } = allOps(registry);
  const found = ops.filter((op) => holds(searchText(op)));
  const inName = found.filter((op) => holds(op.name));
  return {
    ops: [...inName, ...found.filter((op) => !inName.includes(op))],
    missing: missing.filter(({ name }) => holds(name)),
  };
}

/**
 * What a name stands for: an op, or an operator that is not here.
 * @throws JuicerError E_USAGE with the nearest names when nobody knows it.
 */
export function opCalled(registry: OpRegistry, name: string): Op | MissingOp {
  const op = registry.get(name);
  if (op) return op;
  const reason = knownButMissing(name);
  if (reason !== null) return { name, reason };
  const near = nearest(name.slice(0, 80), [...registry.names(), ...knownNames()]);
  throw new JuicerError('E_USAGE', `unknown op ${JSON.stringify(name.slice(0, 80))}`, {
    hint: near.length > 0 ? `did you mean ${near.join(', ')}?` : 'juicer ops list shows all of them',
  });
}

function missingOps(): MissingOp[] {
  return knownNames().flatMap((name) => {
    const reason = knownButMissing(name);
    return reason === null ? [] : [{ name, reason }];
  });
}

function searchText(op: Op): string {
  const { name, kind, summary, params, stats } = describeOp(op);
  const properties = Object.entries((params['properties'] ?? {}) as Record<string, { description?: string }>);
  const told = properties.flatMap(([param, { description = '' }]) => [param, description]);
  return [name, kind, summary, ...told, ...Object.keys(stats)].join('\n');
}
