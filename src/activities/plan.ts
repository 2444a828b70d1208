/** The activities of planning: the recipe becomes a plan, once; a run that is gone on with keeps the plan it has. */
import type { PlanPage, PlanPageInput, PlanResult, RunRef } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping } from '../model/plan.js';
import { REUSE_NONE } from '../model/reuse.js';
import { checkUnchanged, type Planned } from '../input/change.js';
import type { ScannedRange } from '../input/scan.js';
import { noteExecution } from '../events/executions.js';
import { builtInOps } from '../ops/registry.js';
import { loadRecipeFile, type ResolvedRecipe } from '../recipe/load.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { sealed, sha256, writeJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { localStore } from '../storage/local-store.js';
import path from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { buildMapping, buildPlan } from './build-plan.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { automaticWidth } from './width.js';
import { keepRunFiles, partitionOf, runFiles, type RunFiles } from './run-files.js';
import { withDonor } from './donor.js';
import { measuredPlan } from './measured-plan.js';
import { mappingLost, standingPlan, type StandingPlan } from './standing-plan.js';
import { largestFirst, plannedPartition } from './standing-record.js';

/** Scans the input and commits mapping and plan, or checks that the input is still that of the plan that stands. */
export function planRun(
  deps: ActivityDependencies,
  { run, reuse }: { run: RunRef; reuse?: string },
): Promise<PlanResult> {
  return measured(run, async () => {
    const store = localStore(run.dir);
    noteExecution(store, activityInfo().workflowExecution?.runId ?? '');
    const standing = standingPlan(store, run);
    const { plan, mapping, setAside } = standing;
    if (mapping) await checkUnchanged({ runId: run.run_id, mapping, scan: rescan(deps, run, mapping) });
    const files =
      plan && mapping
        ? { store, plan, mapping }
        : await makePlan(deps, run, { ...standing, reuse: reuse ?? REUSE_NONE });
    return { ...told(keepRunFiles(run, files)), ...(setAside.length > 0 ? { set_aside: setAside } : {}) };
  });
}

/** Some partitions of the plan, the largest first, or by id; each with what an earlier execution came to. */
export function readPlanPage(_deps: ActivityDependencies, input: PlanPageInput): Promise<PlanPage> {
  return measured(input.run, async () => {
    const files = runFiles(input.run);
    const page =
      'ids' in input
        ? input.ids.map((id) => partitionOf(files, id))
        : largestFirst(files.mapping).slice(input.from, input.from + input.count);
    return { partitions: page.map((p) => plannedPartition(files, p)) };
  });
}

/** Makes what is missing of plan and mapping. */
async function makePlan(
  deps: ActivityDependencies,
  run: RunRef,
  standing: StandingPlan & { reuse: string },
): Promise<RunFiles> {
  const recipe = readRecipe(run);
  const store = localStore(run.dir);
  const mapping = standing.mapping ?? (await cutInput(deps, run, recipe));
  const mappingSha256 = sha256(sealed(mapping));
  if (standing.plan && standing.plan.mapping_sha256 !== mappingSha256)
    throw mappingLost(run, recipe.dataset_path);
  if (!standing.mapping) writeJson(store, RUN_FILES.mapping, mapping);
  if (standing.plan) return { store, plan: standing.plan, mapping };
  const drawn = buildPlan(run, recipe, {
    mappingSha256,
    heartbeatMs: deps.settings.heartbeatMs,
    childrenPerExecution: deps.settings.childrenPerExecution,
    automaticWidth: await automaticWidth(deps.pool.threads, recipe.performance.prefetch_factor),
  });
  const placed = await measuredPlan(deps, run, { plan: drawn, mapping });
  const plan = await withDonor(deps, run, { plan: placed, reuse: standing.reuse });
  writeJson(store, RUN_FILES.plan, plan);
  return { store, plan, mapping };
}

async function cutInput(
  deps: ActivityDependencies,
  run: RunRef,
  recipe: ResolvedRecipe,
): Promise<DatasetMapping> {
  const file = recipe.dataset_path;
  const stat = diskErrors(`look at input file ${file}`, () => disk.stat(file));
  if (!stat) throw new JuicerError('E_INPUT_MISSING', `input file ${file} does not exist`);
  const ranges = await scan(deps, run, { file, bytes: stat.size, bounds: boundsOf(recipe) });
  const input = { file, bytes: stat.size, mtime_ms: stat.mtimeMs, sha256: digestOf(ranges) };
  return buildMapping(run, recipe, { input, ranges });
}

function readRecipe(run: RunRef): ResolvedRecipe {
  const { recipe, sha256: found } = loadRecipeFile(path.join(run.dir, RUN_FILES.recipe), {
    registry: builtInOps(),
    env: {},
  });
  if (found !== run.recipe_sha256) {
    throw new JuicerError(
      'E_REFUSED',
      `${RUN_FILES.recipe} of run ${run.run_id} is not the recipe it was started with`,
    );
  }
  return recipe;
}

function boundsOf(recipe: ResolvedRecipe): { rows: number; bytes: number } {
  return { rows: recipe.partition_size, bytes: recipe.max_partition_size_mb * 2 ** 20 };
}

function scan(
  deps: ActivityDependencies,
  run: RunRef,
  o: { file: string; bytes: number; bounds: { rows: number; bytes: number } },
): Promise<ScannedRange[]> {
  const job = { kind: 'scan' as const, dir: run.dir, file: o.file, bounds: o.bounds };
  return runJob<'scan'>(deps, job, { phase: 'scan', total: o.bytes, folders: [] });
}

/** Cuts the input again, as it was cut for a mapping. */
function rescan(deps: ActivityDependencies, run: RunRef, mapping: DatasetMapping): Planned['scan'] {
  const bounds = { rows: mapping.partition_size, bytes: mapping.max_partition_size_mb * 2 ** 20 };
  return (file, bytes) => scan(deps, run, { file, bytes, bounds });
}

function digestOf(ranges: readonly { sha256: string }[]): string {
  return sha256(ranges.map((r) => r.sha256).join('\n'));
}

function told({
  store,
  plan,
  mapping,
}: RunFiles): Omit<PlanResult, 'started_at' | 'ended_at' | 'worker' | 'resource_usage'> {
  return {
    project_name: plan.project_name,
    partitions: mapping.partitions.length,
    rows: mapping.total_rows,
    bytes: mapping.total_bytes,
    op_names: plan.ops.map((o) => o.name),
    segments: plan.segments,
    settings: plan.settings,
    plan: refTo(store, RUN_FILES.plan),
    mapping: refTo(store, RUN_FILES.mapping),
    export_path: plan.export.path,
    forecast: plan.forecast ?? null,
  };
}

function refTo(store: RunFiles['store'], name: string): PlanResult['plan'] {
  const bytes = store.read(name);
  return { path: name, sha256: sha256(bytes), bytes: bytes.length };
}
