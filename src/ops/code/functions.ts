/** Makes functions of texts in TypeScript or JavaScript. */
import vm from 'node:vm';
import { extname } from 'node:path';
import { JuicerError } from '../../model/errors.js';
import { bounded, TimeUpError } from './bounded.js';
import { compileError, compiler } from './compiler.js';
import { evaluateModule, LOAD_LIMIT_MS } from './module.js';
import type { RowFunction } from './row-function.js';

/** Why a text is no expression in JavaScript; null when it is one. Nothing of it is run. */
export function syntaxProblem(expression: string): string | null {
  try {
    compiledExpression(expression);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * The function that an expression stands for.
 * @throws JuicerError E_RECIPE when it stands for something else, or throws.
 */
export function functionOf(expression: string, op: string): RowFunction {
  const value = loaded(op, () => bounded(compiledExpression(expression), LOAD_LIMIT_MS));
  if (typeof value === 'function') return value as RowFunction;
  throw new JuicerError('E_RECIPE', `${op}: the text is no function`, {
    hint: 'write it as (row) => ({ ...row, text: row.text.trim() })',
  });
}

/**
 * A function that a module exports. The module is all of its code: it may import Node's own modules, zod and
 * durable-juicer/ops, and nothing else.
 * @throws JuicerError E_RECIPE when it cannot be compiled (with the line) or loaded, or has no such function.
 */
export function exportedFunction(text: string, o: { file: string; name: string; op: string }): RowFunction {
  const { file, name, op } = o;
  const exported = loaded(`${op}: ${file}`, () => evaluateModule(commonJs(text, file, op), file));
  const members = (exported ?? {}) as Record<string, unknown>;
  const value = Object.hasOwn(members, name) ? members[name] : undefined;
  if (typeof value === 'function') return value as RowFunction;
  throw new JuicerError('E_RECIPE', `${op}: ${file} exports no function ${name}`, {
    hint: 'export it under that name, or give its name as function_name',
  });
}

function compiledExpression(expression: string): () => unknown {
  return vm.compileFunction(`'use strict'; return (${expression}\n);`, [], {
    filename: 'lambda_str',
  }) as () => unknown;
}

function commonJs(text: string, file: string, op: string): string {
  if (!/\.[cm]?[jt]s$/.test(file)) {
    throw new JuicerError('E_RECIPE', `${op}: ${file} is no file of TypeScript or JavaScript by its name`, {
      hint: 'name one that ends in .ts, .js, .mts, .mjs, .cts or .cjs',
    });
  }
  const loader = /^\.[cm]?ts$/.test(extname(file)) ? ('ts' as const) : ('js' as const);
  const options = { loader, format: 'cjs' as const, target: 'node20', platform: 'node' as const };
  try {
    const { code } = compiler().transformSync(text, {
      ...options,
      ...{ sourcefile: file, logLevel: 'silent', charset: 'utf8', supported: { 'dynamic-import': false } },
    });
    return `'use strict';${code}`;
  } catch (error) {
    throw compileError(error, file, '/');
  }
}

function loaded<T>(what: string, load: () => T): T {
  try {
    return load();
  } catch (error) {
    if (error instanceof JuicerError) throw error;
    const said = error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error);
    const why = error instanceof TimeUpError ? `it was ${error.message}` : said;
    throw new JuicerError('E_RECIPE', `${what} cannot be loaded: ${why}`);
  }
}
