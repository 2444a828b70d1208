/** Which exports of a module are ops, and whether they are as ops have to be. */
import { z } from 'zod';
import { defineFilter, defineMapper, type FilterOp, type MapperOp, type Op } from '../ops/define.js';

type Loose = Record<string, unknown>;

const FUNCTIONS = { mapper: ['map'], filter: ['stats', 'measure', 'keep'] } as const;

/**
 * The ops that a module exports: as its default one or a list of them, or by any names.
 * @throws Error that names the op or export and what is wrong with it.
 */
export function exportedOps(exported: unknown): Op[] {
  const found = new Set<unknown>();
  const named = isObject(exported) ? Object.entries(exported) : [];
  for (const [name, value] of isOp(exported) ? [] : named) {
    if (name === 'default') for (const op of defaultOps(value)) found.add(op);
    else if (isOp(value)) found.add(value);
  }
  if (isOp(exported)) found.add(exported);
  if (found.size === 0) throw new Error('it exports no op; export what defineMapper or defineFilter gives');
  return [...found].map((op) => checkedOp(op as Loose));
}

function defaultOps(value: unknown): unknown[] {
  const list = Array.isArray(value) ? (value as unknown[]) : [value];
  // What a CommonJS module exports stands under this name as a whole.
  if (isObject(value) && !isOp(value) && !Array.isArray(value)) return Object.values(value).filter(isOp);
  const wrong = list.findIndex((item) => !isOp(item));
  if (wrong === -1) return list;
  throw new Error(`its default export ${list.length > 1 ? `has an item ${wrong} that ` : ''}is no op`);
}

function isObject(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null;
}

function isOp(value: unknown): value is Loose {
  return (
    isObject(value) && typeof value.name === 'string' && (value.kind === 'mapper' || value.kind === 'filter')
  );
}

/** A module in JavaScript is checked by no compiler, and need not use our functions. */
function checkedOp(op: Loose): Op {
  const kind = op.kind as 'mapper' | 'filter';
  const must = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`op ${String(op.name)}: ${what}`);
  };
  must(typeof op.summary === 'string' && op.summary.trim() !== '', 'summary must be a line of text');
  must(op.params instanceof z.ZodObject, 'params must be a z.object or z.strictObject');
  for (const name of FUNCTIONS[kind]) must(typeof op[name] === 'function', `${name} must be a function`);
  for (const name of ['files', 'setup', 'writes'])
    must(['function', 'undefined'].includes(typeof op[name]), `${name} must be a function`);
  must(Array.isArray(op.examples) && op.examples.length > 0, 'examples must be a list of at least one');
  return kind === 'mapper'
    ? defineMapper(op as unknown as MapperOp)
    : (defineFilter(op as unknown as FilterOp) as unknown as Op);
}
