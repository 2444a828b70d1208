/** The activities of planning: the recipe becomes a plan, once; a run that is gone on with keeps the plan it has. */
import type { PlanPage, PlanPageInput, PlanResult, RunRef } from '../model/contract.js';
import { samplingOf } from '../model/dataset.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping } from '../model/plan.js';
import type { Sizing } from '../model/sizing.js';
import { REUSE_NONE } from '../model/reuse.js';
import { checkUnchanged, type Planned } from '../input/change.js';
import { inputFiles } from '../input/discover.js';
import { inputSize } from '../input/scan.js';
import { sizingOf } from '../plan/sizing.js';
import { noteExecution } from '../events/executions.js';
import { refuseCode } from '../custom/allowed.js';
import { noteStored, refuseCodeOf } from '../engine/own-ops.js';
import type { ResolvedRecipe } from '../recipe/load.js';
import { recipeOfRun } from '../recipe/of-run.js';
import { ownCode } from '../recipe/own-code.js';
import { sealed, sha256, writeJson } from '../storage/json-file.js';
import { RUN_FILES, SCRATCH } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { activityInfo } from '@temporalio/activity';
import { buildMapping, buildPlan } from './build-plan.js';
import { largeFileHashes } from './file-hashes.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { automaticWidth } from './width.js';
import { keepRunFiles, partitionOf, runFiles, type RunFiles } from './run-files.js';
import { withDonor } from './donor.js';
import { measuredPlan } from './measured-plan.js';
import { freshSizing } from './sizing.js';
import { mappingLost, standingPlan, type StandingPlan } from './standing-plan.js';
import { largestFirst, plannedPartition } from './standing-record.js';

/** Scans the input and commits mapping and plan, or checks that the input is still that of the plan that stands. */
export function planRun(
  deps: ActivityDependencies,
  { run, reuse }: { run: RunRef; reuse?: string },
): Promise<PlanResult> {
  return measured(run, async () => {
    const store = storeAt(run.dir);
    noteExecution(store, activityInfo().workflowExecution?.runId ?? '');
    const standing = standingPlan(store, run);
    const { plan, mapping, setAside } = standing;
    plan?.ops.forEach(refuseCodeOf);
    if (mapping) await checkUnchanged({ runId: run.run_id, mapping, firstChanged: rereads(deps, run) });
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
  const store = storeAt(run.dir);
  const stands = standing.plan ?? standing.mapping;
  // What was measured is not measured again: the same input is cut in the same way.
  const hashes = standing.plan ? new Map<string, string>() : await largeFileHashes(deps, run, recipe);
  const sizing = stands ? stands.sizing : await freshSizing(deps, run, { recipe, hashes });
  const mapping = standing.mapping ?? (await cutInput(deps, run, { recipe, sizing }));
  const mappingSha256 = sha256(sealed(mapping));
  if (standing.plan && standing.plan.mapping_sha256 !== mappingSha256)
    throw mappingLost(run, recipe.dataset_path);
  if (!standing.mapping) writeJson(store, RUN_FILES.mapping, mapping);
  if (standing.plan) return { store, plan: standing.plan, mapping };
  const drawn = buildPlan(run, recipe, {
    mappingSha256,
    sizing,
    heartbeatMs: deps.settings.heartbeatMs,
    childrenPerExecution: deps.settings.childrenPerExecution,
    hashes,
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
  { recipe, sizing }: { recipe: ResolvedRecipe; sizing: Sizing | undefined },
): Promise<DatasetMapping> {
  const files = await inputFiles(recipe);
  const total = inputSize(files);
  const job = {
    kind: 'scan' as const,
    dir: run.dir,
    files,
    bounds: (sizing ?? sizingOf(recipe, null)).bounds,
    sampling: samplingOf(recipe),
    textKey: recipe.text_keys,
  };
  const scanned = await runJob<'scan'>(deps, job, { phase: 'scan', total, folders: [SCRATCH] });
  return buildMapping(run, recipe, { ...scanned, sizing });
}

function readRecipe(run: RunRef): ResolvedRecipe {
  const plain = recipeOfRun(run.dir);
  for (const { path, sha256: hash } of ownCode(plain.recipe)) {
    refuseCode(path);
    noteStored(hash, storeAt(run.dir));
  }
  plain.recipe.process.forEach(refuseCodeOf);
  const { recipe, sha256: found } = recipeOfRun(run.dir, 'run');
  if (found !== run.recipe_sha256) {
    throw new JuicerError(
      'E_REFUSED',
      `${RUN_FILES.recipe} of run ${run.run_id} is not the recipe it was started with`,
    );
  }
  return recipe;
}

/** Reads partitions as their files are now. */
function rereads(deps: ActivityDependencies, run: RunRef): Planned['firstChanged'] {
  return (partitions) => {
    const total = partitions.reduce((sum, p) => sum + p.bytes, 0);
    const job = { kind: 'verify' as const, dir: run.dir, partitions: [...partitions] };
    return runJob<'verify'>(deps, job, { phase: 'scan', total, folders: [] });
  };
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
