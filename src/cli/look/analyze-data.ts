/** `juicer analyze RECIPE|DATASET`: what filters would measure and keep. Nothing is run, nothing but the HTML file is written. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildMapping, chainOf } from '../../activities/build-plan.js';
import { ANALYZE_RANGE, analyzeDataset } from '../../engine/analyze.js';
import { threadPool } from '../../engine/pool.js';
import { inputFiles, isPattern } from '../../input/discover.js';
import { isReadable } from '../../input/formats.js';
import { scanInputs } from '../../input/scan.js';
import { datasetNames, samplingOf } from '../../model/dataset.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import type { Op } from '../../ops/define.js';
import { builtInOps } from '../../ops/registry.js';
import { statsOf } from '../../ops/run.js';
import { loadRecipeFile, parseRecipe, type LoadedRecipe, type ResolvedRecipe } from '../../recipe/load.js';
import { datasetAnalysis } from '../../report/analysis/build.js';
import { analysisHtml } from '../../report/analysis/html.js';
import type { DatasetAnalysis } from '../../report/analysis/value.js';
import { numberFlag } from '../action.js';
import type { Args, Flag } from '../command.js';
import type { Output } from '../output.js';
import { analysisText } from './analysis-text.js';

/** Flags of the analysis of data. */
export const ANALYZE_DATA_FLAGS: Record<string, Flag> = {
  recipe: {
    type: 'string',
    value: 'RECIPE',
    help: 'data: the recipe whose ops are applied (every filter that needs no parameters)',
  },
  set: { type: 'list', value: 'KEY=VALUE', help: 'data: set any key of the recipe; may be repeated' },
  rows: {
    type: 'string',
    value: 'N',
    help: 'data: measure at most so many rows, spread evenly over the file',
  },
  html: { type: 'string', value: 'FILE', help: 'data: write the analysis as one HTML file' },
};

const NO_RUN = { run_id: '', dir: '', recipe_sha256: '' };
/** What is analysed is never written. */
const NO_EXPORT = 'analysis.jsonl';

/** Whether a name is that of a recipe or dataset, not of a run. */
export function isDataName(name: string): boolean {
  return isRecipeName(name) || isReadable(name) || isPattern(name);
}

/** A recipe may be JSON: what is no recipe then is said when it is read. */
function isRecipeName(name: string): boolean {
  return /\.(ya?ml|json)$/.test(name);
}

/**
 * Analyses a recipe's dataset, or a dataset with every filter that needs no parameters.
 * @throws JuicerError E_USAGE, E_INPUT_MISSING; RecipeError; what the ops throw when they are made ready.
 */
export async function analyzeData(name: string, args: Args, out: Output): Promise<number> {
  const isDataset = !isRecipeName(name);
  const file = isDataset ? args.text('recipe') : name;
  if (!isDataset && args.text('recipe') !== undefined)
    throw new JuicerError('E_USAGE', '--recipe goes with a dataset: one recipe is named already');
  const { recipe, notices } = recipeOf(file, isDataset ? name : null, args.list('set'));
  for (const notice of notices) out.note(notice);
  const data = await analyzed(recipe, { file: file ?? null, limit: limitOf(args) }, out);
  const target = args.text('html');
  if (target !== undefined) await writeHtml(target, data, out);
  out.data(analysisText(data), { schemaVersion: 1, ...data });
  return EXIT.done;
}

/** The recipe that is named or, with none, one of every filter that needs no parameters. */
function recipeOf(file: string | undefined, dataset: string | null, set: readonly string[]): LoadedRecipe {
  const registry = builtInOps();
  const own = dataset === null ? [] : [`dataset_path=${JSON.stringify(dataset)}`];
  const options = { registry, set: [...own, ...set], env: process.env };
  if (file !== undefined) return loadRecipeFile(file, options);
  const filters = registry.all().filter(measuresByItself);
  const chain = filters.map((op) => `  - ${op.name}:\n`).join('');
  return parseRecipe(`export_path: ${NO_EXPORT}\nprocess:\n${chain}`, 'every filter', options);
}

/** Whether an op is a filter that needs no file or field to be named, and measures something. */
function measuresByItself(op: Op): boolean {
  return op.kind === 'filter' && op.needs === undefined && Object.keys(statsOf(op, {})).length > 0;
}

function limitOf(args: Args): number | null {
  const limit = numberFlag(args, 'rows') ?? null;
  if (limit === 0) throw new JuicerError('E_USAGE', '--rows is a whole number from 1 on');
  return limit;
}

async function analyzed(
  recipe: ResolvedRecipe,
  o: { file: string | null; limit: number | null },
  out: Output,
): Promise<DatasetAnalysis> {
  const started = performance.now();
  const { text_keys: textKey } = recipe;
  const dataset = datasetNames(recipe.dataset_path).join(', ');
  const scanning = {
    bounds: ANALYZE_RANGE,
    sampling: samplingOf(recipe),
    ...{ textKey, contents: null, onProgress: () => undefined },
  };
  const scanned = await scanInputs(await inputFiles(recipe), scanning);
  const { partitions, total_rows: rows } = buildMapping(NO_RUN, recipe, scanned);
  const { ops, reader } = chainOf(NO_RUN, recipe);
  if (!ops.some((op) => op.kind === 'filter'))
    throw new JuicerError('E_USAGE', 'the recipe has no filter: there is nothing to measure');
  const { num_workers, memory_limit_gb } = recipe.performance;
  const threads = num_workers === 'auto' ? os.availableParallelism() : num_workers;
  const pool = threadPool(threads, Math.floor((memory_limit_gb * 1024) / threads));
  try {
    const onRows = (done: number): void => out.progress(`analyse: ${done} of ${rows} rows`);
    const signal = new AbortController().signal;
    const result = await analyzeDataset(pool, {
      ops,
      textKey,
      addSuffix: reader.add_suffix === true,
      partitions,
      rows,
      limit: o.limit,
      signal,
      onRows,
    });
    const seconds = (performance.now() - started) / 1000;
    return datasetAnalysis(result, { dataset, recipe: o.file, ops, totalRows: rows, seconds });
  } finally {
    await pool.close();
  }
}

async function writeHtml(target: string, data: DatasetAnalysis, out: Output): Promise<void> {
  const page = await analysisHtml(data);
  try {
    fs.mkdirSync(path.dirname(path.resolve(target)), { recursive: true });
    fs.writeFileSync(target, page);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new JuicerError('E_EXPORT_PATH', `--html: ${target} cannot be written: ${code}`);
  }
  out.note(`written ${target}`);
}
