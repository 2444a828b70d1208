/** `juicer plan`: what a run would do: partitions, chain, checkpoints, what it would reuse. Nothing is written. */
import { preflight } from '../../client/preflight.js';
import { reuseOf } from '../../client/reuse.js';
import { runDir } from '../../client/start.js';
import { chooseDonor } from '../../engine/donor.js';
import { EXIT } from '../../model/errors.js';
import type { Segment } from '../../model/plan.js';
import { REUSE_AUTO, REUSE_NONE, type Forecast } from '../../model/reuse.js';
import { sizesOf } from '../../plan/sizes.js';
import type { ResolvedRecipe } from '../../recipe/load.js';
import { resolveTarget } from '../../server/connect.js';
import { RECIPE_FLAGS, REUSE_FLAG, type CommandBody } from '../command.js';
import { forecastLines } from '../forecast-text.js';
import { recipeFor, reuseFor } from '../open.js';
import { partitionLines } from '../partition-lines.js';
import { warningLine, warningsFor } from '../plan-warnings.js';
import { plannedHere, scannedHere, type PlannedHere, type ScannedHere } from '../planned-here.js';

/** Stands for the id of a run that is not there yet. */
const NEW_RUN = 'new';

/** Scans the input and shows the plan. */
export const planCommand: CommandBody = {
  count: [0, 1],
  flags: {
    ...RECIPE_FLAGS,
    reuse: REUSE_FLAG,
    'no-scan': { type: 'boolean', help: 'do not read the input: no partitions, no forecast' },
  },
  example: 'juicer plan recipes/seed.yaml -o json',
  async run(args, out) {
    const { recipe } = recipeFor(args, out);
    const files = await preflight(recipe);
    const reuse = folderOf(reuseFor(args), recipe);
    const scanned = args.on('no-scan') ? null : await scannedHere(recipe, files);
    const here = await plannedHere(recipe, scanned ?? { inputs: [], partitions: [] });
    const { segments } = here.plan;
    const forecast = scanned ? foretold(recipe, here, reuse) : null;
    const warnings = await warningsFor(recipe, files, scanned?.partitions ?? null);
    const sizes = scanned && sizesOf(scanned.partitions);
    const lines = [
      ...partitionLines(files, scanned, sizes),
      ...segments.map(segmentLine),
      `export     ${recipe.export_path}`,
      ...(forecast ? forecastLines(forecast) : []),
      ...warnings.map(warningLine),
    ];
    const told = scanned ? toldOf(scanned) : NOT_SCANNED;
    const value = { schemaVersion: 1, ...told, sizes, segments, forecast, warnings, recipe };
    out.data(lines.join('\n'), value);
    return EXIT.done;
  },
};

const NOT_SCANNED = {
  rows: null,
  inputs: null,
  partitions: null,
  sizing: null,
  survey_seconds: null,
  scan_seconds: null,
};

function toldOf({ inputs, partitions, sizing, seconds }: ScannedHere): object {
  const rows = partitions.reduce((sum, p) => sum + p.rows, 0);
  const times = { survey_seconds: seconds.survey, scan_seconds: seconds.scan };
  return { rows, inputs, partitions, sizing, ...times };
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

function segmentLine({ index, summary, stem }: Segment): string {
  return `segment ${index}  ${summary} → checkpoint ${stem}`;
}
