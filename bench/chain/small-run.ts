/** A small run: two partitions, three ops, bad lines, and a row that makes an op throw. */
import { POISON } from './poison.js';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunRef } from '../../src/model/contract.js';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe, recipeToYaml } from '../../src/recipe/load.js';
import { RUN_FILES } from '../../src/storage/layout.js';

const SAMPLE = fileURLToPath(new URL('../../../samples/multilingual.jsonl', import.meta.url));

/** Partitions of the run, and rows of each. */
export const PARTITIONS = 2;
const PARTITION_ROWS = 20;
/** The ops of the run: a checkpoint follows each of them. */
export const SEGMENTS = 3;

/** Where a small run is. */
export interface SmallRun {
  run: RunRef;
  /** The export file, absolute; it has a folder of its own. */
  target: string;
}

/** Writes input and recipe below `root`, which is made; the run's folder holds the recipe only. */
export function smallRun(root: string, more = ''): SmallRun {
  const dir = path.join(root, 'outputs', 'small');
  const target = path.join(root, 'out', 'result.jsonl');
  for (const folder of [path.join(dir, 'metadata'), path.dirname(target)])
    fs.mkdirSync(folder, { recursive: true });
  const input = path.join(root, 'in.jsonl');
  fs.writeFileSync(input, inputLines().join(''));
  const { recipe, sha256 } = parseRecipe(recipeText(input, target, more), 'recipe.yaml', {
    registry: builtInOps(),
    cwd: root,
  });
  fs.writeFileSync(path.join(dir, RUN_FILES.recipe), recipeToYaml(recipe));
  return { run: { run_id: 'small', dir, recipe_sha256: sha256 }, target };
}

function recipeText(input: string, target: string, more: string): string {
  return `project_name: small
dataset_path: ${JSON.stringify(input)}
export_path: ${JSON.stringify(target)}
partition_size: ${PARTITION_ROWS}
max_concurrent_partitions: 2
${more}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 10, max_len: 2000}
  - language_id_score_filter: {lang: en, min_score: 0.3}
`;
}

/** English rows of the sample, a bad line in each partition, and the poison row in the second. */
function inputLines(): string[] {
  const english = fs
    .readFileSync(SAMPLE, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"lang": "en"'));
  const lines = english.slice(0, PARTITIONS * PARTITION_ROWS).map((line) => `${line}\n`);
  for (let at = 3; at < lines.length; at += PARTITION_ROWS) lines[at] = '{"text": half a line\n';
  lines[PARTITION_ROWS + 7] = `${JSON.stringify({ text: POISON })}\n`;
  return lines;
}
