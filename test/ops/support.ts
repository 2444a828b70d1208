/** What tests of ops share. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Op, RowView } from '../../src/ops/define.js';
import { builtInOps } from '../../src/ops/registry.js';
import { prepareOp, type PreparedFilter, type PreparedMapper, type PreparedOp } from '../../src/ops/run.js';

/** Folder that holds package.json. */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

/** A row with a text only, which cannot be changed. */
export function rowOf(text: string): RowView {
  return Object.freeze({ text, field: (path: string) => (path === 'text' ? text : undefined) });
}

/** A built-in op by name. */
export function opNamed(name: string): Op {
  const op = builtInOps().get(name);
  if (!op) throw new Error(`no op ${name}`);
  return op;
}

/** A built-in op with parameters, ready to run on files of this machine. */
export function prepared(name: string, params: unknown): PreparedOp {
  return prepareOp(opNamed(name), params, (path) => readFileSync(path));
}

/** The same for a filter. */
export function preparedFilter(name: string, params: unknown): PreparedFilter {
  const op = prepared(name, params);
  if (op.kind !== 'filter') throw new Error(`${name} is no filter`);
  return op;
}

/** The same for a mapper. */
export function preparedMapper(name: string, params: unknown): PreparedMapper {
  const op = prepared(name, params);
  if (op.kind !== 'mapper') throw new Error(`${name} is no mapper`);
  return op;
}
