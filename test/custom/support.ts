/** Modules of own ops for tests, and what reading a recipe that names them comes to. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe, RecipeError, type LoadedRecipe } from '../../src/recipe/load.js';
import type { LoadOptions, RecipeProblem } from '../../src/recipe/load.js';

/** A filter in TypeScript that keeps texts with at least so many of a letter. */
export const LETTER_FILTER = `import { defineFilter, z, type RowView } from 'durable-juicer/ops';
export const op = defineFilter({
  name: 'letter_filter',
  summary: 'Keeps texts with enough of the letter a.',
  version: 1,
  params: z.strictObject({ min: z.int().default(1).describe('least number') }),
  stats: () => ({ letters: 'int64' }),
  measure: (row: RowView) => ({ letters: row.text.split('a').length - 1 }),
  keep: ({ letters }, { min }) => Number(letters) >= min,
  examples: [{ before: 'banana', after: { keep: true, stats: { letters: 3 } } }],
});
`;

/** A mapper in JavaScript, as CommonJS, whose `map` is given. */
export function mapperText(name: string, map: string, example = "{ before: 'a', after: 'a!' }"): string {
  return `const { defineMapper, z } = require('durable-juicer/ops');
module.exports = defineMapper({ name: '${name}', summary: 'A mapper.', version: 1, params: z.strictObject({}),
  map: ${map}, examples: [${example}] });
`;
}

/** A folder with files; it is removed after the test. */
export function folderWith(t: { after(done: () => void): void }, files: Record<string, string>): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-own-'));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeIn(dir, name, text);
  return dir;
}

/** Writes a file below a folder. */
export function writeIn(dir: string, name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
  fs.writeFileSync(path.join(dir, name), text);
}

/** Reads a recipe that stands in a folder and is given by its paths of own ops and its chain. */
export function loadIn(
  dir: string,
  { paths, process = '[text_length_filter]' }: { paths: string; process?: string },
  options: Partial<LoadOptions> = {},
): LoadedRecipe {
  const text = `dataset_path: in.jsonl\nexport_path: out.jsonl\ncustom_operator_paths: ${paths}\nprocess: ${process}\n`;
  const file = path.join(dir, 'recipe.yaml');
  return parseRecipe(text, file, { registry: builtInOps(), cwd: '/', allowCode: true, ...options });
}

/** The only problem that such a recipe has. */
export function problemIn(...given: Parameters<typeof loadIn>): RecipeProblem {
  let problems: readonly RecipeProblem[] = [];
  assert.throws(
    () => loadIn(...given),
    (error) => {
      if (!(error instanceof RecipeError)) throw error;
      problems = error.problems;
      return true;
    },
  );
  assert.equal(problems.length, 1, problems.map((p) => p.message).join('\n'));
  return problems[0] as RecipeProblem;
}
