/** Checks one op of a recipe: that it exists, and its parameters by its own schema. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { canonicalJson } from '../model/canonical.js';
import type { Op } from '../ops/define.js';
import { knownButMissing } from '../ops/known.js';
import { prepareOp, unmetNeeds } from '../ops/run.js';
import { ALLOW_HINT } from '../custom/allowed.js';
import { JuicerError } from '../model/errors.js';
import { readFile } from '../storage/files.js';
import { suggestion } from './entries.js';
import { explainIssue } from './explain.js';
import { problemAt, type RecipeProblem } from './problem.js';
import type { GivenOp, ProcessContext } from './given-op.js';

/** The op's parameters, fully defaulted; null when something is wrong, which then is in the context's problems. */
export function checkOp(given: GivenOp, context: ProcessContext): Record<string, unknown> | null {
  const op = context.registry.get(given.name);
  const values = Object.fromEntries([...given.params].map(([name, param]) => [name, param.value]));
  if (op === undefined) {
    if (context.incomplete) return values;
    context.problems.push(missingOp(given, context));
    return null;
  }
  const unknown = unknownParams(given, op);
  for (const problem of unknown.values()) context.problems.push(problem);
  for (const name of unknown.keys()) delete values[name];
  const parsed = op.params.safeParse(values);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) context.problems.push(issueProblem(given, issue, values));
    return null;
  }
  const params = { ...(parsed.data as object) };
  const unmet = unmetNeeds(op, params);
  for (const [name, hint] of unmet) {
    const message = `${op.name}.${name} has to be given`;
    context.problems.push(problemAt(given.place, { message, key: paramKey(given, name), hint }));
  }
  const settled = settles(op, params);
  if (!settled) context.problems.push(unsettled(given));
  if (unknown.size + unmet.length > 0 || !settled) return null;
  const placed = absoluteFiles(op, params, context.cwd);
  const problem = op.code ? codeProblem(given, { op, params: placed }, context) : null;
  if (problem) context.problems.push(problem);
  return problem ? null : placed;
}

/** What is wrong with code that parameters give; null when it can be made ready, or is not looked at. */
function codeProblem(
  given: GivenOp,
  { op, params }: { op: Op; params: Record<string, unknown> },
  { paramCode }: ProcessContext,
): RecipeProblem | null {
  if (paramCode === 'leave') return null;
  const key = `process.${given.index}`;
  if (paramCode === 'refuse') {
    const message = `${given.name}: it calls code of the recipe, and no code is run here`;
    return problemAt(given.place, { message, key, hint: ALLOW_HINT });
  }
  try {
    prepareOp(op, params, readFile);
    return null;
  } catch (error) {
    if (!(error instanceof JuicerError)) throw error;
    const { message: said, hint = null } = error;
    const message = said.startsWith(given.name) ? said : `${given.name}: ${said}`;
    return problemAt(given.place, { message, key, hint });
  }
}

/** Parameters are kept as JSON and read again by every worker: that must change nothing. */
function settles(op: Op, params: Record<string, unknown>): boolean {
  const again = op.params.safeParse(JSON.parse(JSON.stringify(params)));
  return again.success && canonicalJson(again.data) === canonicalJson(params);
}

function unsettled(given: GivenOp): RecipeProblem {
  const message = `${given.name}: its parameters are others when they are read a second time`;
  const hint = 'in the op, let params only check: what is made of them goes into setup';
  return problemAt(given.place, { message, key: `process.${given.index}`, hint });
}

function missingOp(given: GivenOp, { registry }: ProcessContext): RecipeProblem {
  const key = `process.${given.index}`;
  const reason = knownButMissing(given.name);
  if (reason !== null) {
    const hint = 'juicer ops list shows those that there are';
    return problemAt(given.place, {
      code: 'E_UNSUPPORTED',
      message: `op ${given.name}: ${reason}`,
      key,
      hint,
    });
  }
  const shown = given.name.slice(0, 80);
  const message = `unknown op ${JSON.stringify(shown)}`;
  return problemAt(given.place, {
    code: 'E_UNKNOWN_OP',
    message,
    key,
    hint: suggestion(shown, registry.names()),
  });
}

/** Parameters that the op does not have, each with its problem; none for an op that does not tell its parameters. */
function unknownParams(given: GivenOp, op: Op): Map<string, RecipeProblem> {
  const known = op.params instanceof z.ZodObject ? Object.keys(op.params.shape) : null;
  const problems = new Map<string, RecipeProblem>();
  for (const [name, { place }] of given.params) {
    if (known === null || known.includes(name)) continue;
    const shown = name.slice(0, 80);
    const message = `${op.name} has no parameter ${JSON.stringify(shown)}`;
    problems.set(
      name,
      problemAt(place, { message, key: paramKey(given, shown), hint: suggestion(shown, known) }),
    );
  }
  return problems;
}

function issueProblem(
  given: GivenOp,
  issue: z.core.$ZodIssue,
  values: Record<string, unknown>,
): RecipeProblem {
  const [name] = issue.path;
  const at = typeof name === 'string' ? given.params.get(name) : undefined;
  const value = issue.path.reduce<unknown>(
    (inner, step) => (inner as Record<PropertyKey, unknown> | undefined)?.[step],
    values,
  );
  const subject = [given.name, ...issue.path.map(String)].join('.');
  const message = `${subject}: ${explainIssue(issue, value)}`;
  return problemAt(at?.place ?? given.place, { message, key: paramKey(given, issue.path.join('.')) });
}

function paramKey(given: GivenOp, param: string): string {
  return `process.${given.index}.${given.name}${param === '' ? '' : `.${param}`}`;
}

/** Workers need not run in the folder of the one who wrote the recipe. */
function absoluteFiles(op: Op, params: Record<string, unknown>, cwd: string): Record<string, unknown> {
  for (const name of Object.keys(op.files?.(params) ?? {})) {
    const path = params[name];
    if (typeof path === 'string' && path !== '') params[name] = resolve(cwd, path);
  }
  return params;
}
