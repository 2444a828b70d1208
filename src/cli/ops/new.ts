/** `juicer ops new`: the file of an op that works as it is. */
import fs from 'node:fs';
import path from 'node:path';
import { JuicerError } from '../../model/errors.js';
import { builtInOps } from '../../ops/registry.js';

const NAME = /^[a-z][a-z0-9_]{0,78}_(mapper|filter)$/;

/** What is to be written, and where. */
export interface NewOp {
  name: string;
  /** Folder of the file; it is made if need be. */
  folder: string;
  /** JavaScript instead of TypeScript. */
  js: boolean;
}

/**
 * Writes the file; gives its path.
 * @throws JuicerError E_USAGE for a name that no op can have or a file that is there already; E_IO when it cannot be written.
 */
export function writeNewOp({ name, folder, js }: NewOp): string {
  checkName(name);
  const file = path.join(folder, `${name}.${js ? 'js' : 'ts'}`);
  try {
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(file, newOpText(name), { flag: 'wx' });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    if (code === 'EEXIST')
      throw new JuicerError('E_USAGE', `${file} is there already`, { hint: 'choose another name, or --dir' });
    throw new JuicerError('E_IO', `${file} cannot be written: ${code}`);
  }
  return file;
}

function checkName(name: string): void {
  const shown = JSON.stringify(name.slice(0, 80));
  if (!NAME.test(name)) {
    throw new JuicerError('E_USAGE', `${shown} can be no name of an op`, {
      hint: 'use a-z, 0-9 and _, and end it in _mapper or _filter',
    });
  }
  if (builtInOps().get(name))
    throw new JuicerError('E_USAGE', `${shown} is a built-in op`, { hint: 'choose another name' });
}

/** The text of the file; TypeScript needs no more than JavaScript, since types are inferred. */
export function newOpText(name: string): string {
  const constant = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return name.endsWith('_filter') ? filterText(name, constant) : mapperText(name, constant);
}

const HEAD = `// In a recipe: custom_operator_paths: [THIS FILE], and the name of the op in process. It runs only where code is allowed
// (--allow-code). What an op may do, and what is promised: docs/custom-operators.md of durable-juicer.
import { PICKED, z } from 'durable-juicer/ops';
`;

const NAMED = (name: string, summary: string): string => `  name: '${name}',
  summary: '${summary}',
  // Raised when the output changes for a reason outside of the code, whose hash counts by itself.
  version: 1,`;

function filterText(name: string, constant: string): string {
  return `${HEAD.replace('PICKED', 'defineFilter')}
export const ${constant} = defineFilter({
${NAMED(name, 'Keeps texts with enough words.')}
  // Every parameter has a default, and a description for juicer ops show.
  params: z.strictObject({
    min_words: z.int().min(0).default(3).describe('least number of words'),
  }),
  // Names and types of what is measured: int64, double, utf8, bool or json.
  stats: () => ({ own_words: 'int64' }),
  // row.field('meta.lang') gives any other field. The result depends on row and parameters only.
  measure: (row) => ({ own_words: row.text.split(/\\s+/).filter((word) => word !== '').length }),
  keep: ({ own_words }, { min_words }) => Number(own_words) >= min_words,
  // Tried whenever a recipe names this file; each has to hold.
  examples: [
    { before: 'three small words', after: { keep: true, stats: { own_words: 3 } } },
    { params: { min_words: 2 }, before: 'one', after: { keep: false, stats: { own_words: 1 } } },
  ],
});
`;
}

function mapperText(name: string, constant: string): string {
  return `${HEAD.replace('PICKED', 'defineMapper')}
export const ${constant} = defineMapper({
${NAMED(name, 'Cuts texts at a mark.')}
  // Every parameter has a default, and a description for juicer ops show.
  params: z.strictObject({
    mark: z.string().min(1).default('---').describe('where the text ends'),
  }),
  // Gives the new text; a list of texts makes several rows, an empty one none. row.field('meta.lang') gives any other
  // field. The result depends on row and parameters only.
  map: (row, { mark }) => row.text.split(mark)[0] ?? '',
  // Tried whenever a recipe names this file; each has to hold.
  examples: [
    { before: 'text---notes', after: 'text' },
    { params: { mark: '#' }, before: 'a # b', after: 'a ' },
  ],
});
`;
}
