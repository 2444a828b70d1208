/** Tries the examples of an op: what they promise has to hold. */
import { isDeepStrictEqual } from 'node:util';
import { JuicerError } from '../model/errors.js';
import { bounded, TimeUpError } from '../ops/code/bounded.js';
import { LOAD_LIMIT_MS } from '../ops/code/module.js';
import { memberOf } from '../ops/field/member.js';
import { filterOutcome, type Example, type Op, type RowView } from '../ops/define.js';
import { filesAmong, opFiles, parseParams, prepareOp, unmetNeeds, type PreparedOp } from '../ops/run.js';
import { readFile, entriesIn } from '../storage/files.js';
import { describe } from './loaded.js';

const SHOWN = 120;
/** Stats of type double are compared as results are: to this. */
const TOLERANCE = 1e-6;

/**
 * Passes when every example of the ops of a module holds.
 * @throws JuicerError E_RECIPE that names the example, what it promises and what comes out.
 */
export function tryExamples(path: string, ops: readonly Op[]): void {
  try {
    bounded(() => ops.forEach(checkExamples), LOAD_LIMIT_MS);
  } catch (error) {
    const said = error instanceof TimeUpError ? `the examples were ${error.message}` : describe(error);
    throw new JuicerError('E_RECIPE', `${path}: ${said}`);
  }
}

/**
 * Passes when every example holds. One for which a file has to be named that only a recipe can name is passed over.
 * @throws Error.
 */
function checkExamples(op: Op): void {
  op.examples.forEach((example, index) => {
    const params = parseParams(op, example.params ?? {});
    if (unmetNeeds(op, params).length > 0) return;
    const ready = prepareOp(op, example.params ?? {}, readFile, (param) => listed(op, params, param));
    const found = outcome(ready, rowOf(example));
    if (holds(example, found)) return;
    throw new Error(
      `op ${op.name}: example ${index + 1} does not hold: it says ${shown(example.after)}, it gives ${shown(found)}`,
    );
  });
}

function rowOf({ before: text, fields = {} }: Example): RowView {
  const members: Record<string, unknown> = { ...fields, text };
  const field = (path: string): unknown => {
    if (Object.hasOwn(members, path)) return members[path];
    return path.split('.').reduce(memberOf, members as unknown);
  };
  return { text, field, names: Object.keys(members) };
}

function outcome(op: PreparedOp, row: RowView): unknown {
  if (op.kind === 'mapper') return op.map(row);
  const stats = op.measure(row);
  return { keep: op.keep(stats), stats };
}

function holds(example: Example, found: unknown): boolean {
  const promised = filterOutcome(example);
  if (!promised) return isDeepStrictEqual(found, example.after);
  const { keep, stats } = found as typeof promised;
  const same = Object.entries(promised.stats).every(([name, value]) =>
    typeof value === 'number'
      ? Math.abs(Number(stats[name]) - value) <= TOLERANCE
      : isDeepStrictEqual(stats[name], value),
  );
  return same && keep === promised.keep;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function listed(op: Op, params: Record<string, unknown>, param: string): string[] {
  const named = opFiles(op, params)[param];
  if (named === undefined || typeof named === 'string') return [];
  return filesAmong(named, entriesIn(named.folder));
}
