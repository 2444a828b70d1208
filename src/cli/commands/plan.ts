/** `juicer plan`: what a run would do: partitions, chain, checkpoints, what it would reuse. Nothing is written. */
import fs from 'node:fs';
import { preflight } from '../../client/preflight.js';
import { reuseOf } from '../../client/reuse.js';
import { runDir } from '../../client/start.js';
import { chooseDonor } from '../../engine/donor.js';
import { scanJsonl, type ScannedRange } from '../../input/scan.js';
import { EXIT } from '../../model/errors.js';
import type { Segment } from '../../model/plan.js';
import { REUSE_AUTO, REUSE_NONE, type Forecast } from '../../model/reuse.js';
import type { ResolvedRecipe } from '../../recipe/load.js';
import { resolveTarget } from '../../server/connect.js';
import { RECIPE_FLAGS, REUSE_FLAG, type Command } from '../command.js';
import { forecastLines } from '../forecast-text.js';
import { recipeFor, reuseFor } from '../open.js';
import { plannedHere, type PlannedHere } from '../planned-here.js';

const MIB = 2 ** 20;
/** Stands for the id of a run that is not there yet. */
const NEW_RUN = 'new';

/** Scans the input and shows the plan. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'show partitions, op chain, checkpoints and what would be reused, without running',
  positionals: '[RECIPE]',
  count: [0, 1],
  flags: {
    ...RECIPE_FLAGS,
    reuse: REUSE_FLAG,
    'no-scan': { type: 'boolean', help: 'do not read the input: no partitions, no forecast' },
  },
  example: 'juicer plan recipes/seed.yaml -o json',
  async run(args, out) {
    const { recipe } = recipeFor(args, out);
    preflight(recipe);
    const reuse = folderOf(reuseFor(args), recipe);
    const scanned = args.on('no-scan') ? null : scan(recipe);
    const here = await plannedHere(recipe, scanned?.ranges ?? []);
    const { segments } = here.plan;
    const forecast = scanned ? foretold(recipe, here, reuse) : null;
    const lines = [
      ...inputLines(recipe, scanned),
      ...segments.map(segmentLine),
      `export     ${recipe.export_path}`,
      ...(forecast ? forecastLines(forecast) : []),
    ];
    const { ranges: partitions, seconds: scan_seconds } = scanned ?? { ranges: null, seconds: null };
    const rows = scanned ? here.mapping.total_rows : null;
    const value = { schemaVersion: 1, rows, partitions, scan_seconds, segments, forecast, recipe };
    out.data(lines.join('\n'), value);
    return EXIT.done;
  },
};

interface Scanned {
  ranges: ScannedRange[];
  seconds: number;
}

function scan(recipe: ResolvedRecipe): Scanned {
  const started = performance.now();
  const bounds = { rows: recipe.partition_size, bytes: recipe.max_partition_size_mb * MIB };
  const ranges = scanJsonl(recipe.dataset_path, bounds, () => undefined);
  return { ranges, seconds: (performance.now() - started) / 1000 };
}

function foretold(recipe: ResolvedRecipe, { plan, mapping }: PlannedHere, reuse: string): Forecast | null {
  const search = { dir: runDir(recipe, NEW_RUN), plan, mapping, reuse };
  return chooseDonor(search, () => undefined).forecast;
}

/** A server is only asked for when a run is named: its settings may be wrong, and a plan needs none. */
function folderOf(value: string, recipe: ResolvedRecipe): string {
  if (value === REUSE_AUTO || value === REUSE_NONE) return value;
  const target = resolveTarget({ env: process.env, flags: {} });
  return reuseOf(value, { dir: runDir(recipe, NEW_RUN), target });
}

function inputLines(recipe: ResolvedRecipe, scanned: Scanned | null): string[] {
  if (!scanned) {
    const { size } = fs.statSync(recipe.dataset_path);
    return [`input      ${recipe.dataset_path}: ${mib(size)}, not scanned: no partitions, no forecast`];
  }
  const { ranges, seconds } = scanned;
  const rows = ranges.reduce((sum, r) => sum + r.rows, 0);
  const bytes = ranges.map((r) => r.byteEnd - r.byteStart);
  const all = mib(bytes.reduce((a, b) => a + b, 0));
  return [
    `input      ${recipe.dataset_path}: ${rows} rows, ${all}, scanned in ${seconds.toFixed(1)} s`,
    `partitions ${ranges.length}, at most ${recipe.partition_size} rows and ${recipe.max_partition_size_mb} MiB; largest ${mib(bytes.reduce((a, b) => Math.max(a, b), 0))}`,
  ];
}

function segmentLine({ index, summary, stem }: Segment): string {
  return `segment ${index}  ${summary} → checkpoint ${stem}`;
}

function mib(bytes: number): string {
  return `${(bytes / MIB).toFixed(1)} MiB`;
}
