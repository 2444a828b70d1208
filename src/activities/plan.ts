/** The activities of planning: the recipe becomes a plan, once; a run that is gone on with keeps the plan it has. */
import fs from 'node:fs';
import type { PlanPage, PlanResult, RunRef } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping } from '../model/plan.js';
import type { ScannedRange } from '../input/scan.js';
import { noteExecution } from '../events/executions.js';
import { builtInOps } from '../ops/registry.js';
import { loadRecipeFile, type ResolvedRecipe } from '../recipe/load.js';
import { sha256, writeJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { localStore } from '../storage/local-store.js';
import path from 'node:path';
import { activityInfo } from '@temporalio/activity';
import { buildMapping, buildPlan } from './build-plan.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { automaticWidth } from './width.js';
import { readRunFiles, runFiles, type RunFiles } from './run-files.js';

/** Scans the input and commits mapping and plan, or checks that the input is still that of the plan that stands. */
export function planRun(deps: ActivityDependencies, { run }: { run: RunRef }): Promise<PlanResult> {
  return measured(run, async () => {
    noteExecution(localStore(run.dir), activityInfo().workflowExecution?.runId ?? '');
    const standing = readRunFiles(run);
    if (!standing) return told(await makePlan(deps, run));
    for (const input of standing.mapping.inputs)
      await checkInput(deps, run, { input, mapping: standing.mapping });
    return told(standing);
  });
}

/** Some partitions of the plan, in order. */
export function readPlanPage(
  _deps: ActivityDependencies,
  input: { run: RunRef; from: number; count: number },
): Promise<PlanPage> {
  return measured(input.run, async () => {
    const page = runFiles(input.run).mapping.partitions.slice(input.from, input.from + input.count);
    return { partitions: page.map((p): [number, number, number] => [p.id, p.rows, p.bytes]) };
  });
}

async function makePlan(deps: ActivityDependencies, run: RunRef): Promise<RunFiles> {
  const recipe = readRecipe(run);
  const store = localStore(run.dir);
  const stat = fs.statSync(recipe.dataset_path, { throwIfNoEntry: false });
  if (!stat) throw new JuicerError('E_INPUT_MISSING', `input file ${recipe.dataset_path} does not exist`);
  const ranges = await scan(deps, run, {
    file: recipe.dataset_path,
    bytes: stat.size,
    bounds: boundsOf(recipe),
  });
  const input = {
    file: recipe.dataset_path,
    bytes: stat.size,
    mtime_ms: stat.mtimeMs,
    sha256: digestOf(ranges),
  };
  const mapping = buildMapping(run, recipe, { input, ranges });
  const mappingRef = writeJson(store, RUN_FILES.mapping, mapping);
  const plan = buildPlan(run, recipe, {
    mappingSha256: mappingRef.sha256,
    heartbeatMs: deps.settings.heartbeatMs,
    automaticWidth: await automaticWidth(deps.pool.threads),
  });
  writeJson(store, RUN_FILES.plan, plan);
  return { store, plan, mapping };
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

function digestOf(ranges: readonly { sha256: string }[]): string {
  return sha256(ranges.map((r) => r.sha256).join('\n'));
}

/** An input of another size has changed; one of another time is hashed again. */
async function checkInput(
  deps: ActivityDependencies,
  run: RunRef,
  { input, mapping }: { input: DatasetMapping['inputs'][number]; mapping: DatasetMapping },
): Promise<void> {
  const stat = fs.statSync(input.file, { throwIfNoEntry: false });
  if (!stat)
    throw new JuicerError(
      'E_INPUT_MISSING',
      `input file ${input.file} of run ${run.run_id} does not exist any more`,
    );
  if (stat.size === input.bytes && stat.mtimeMs === input.mtime_ms) return;
  if (stat.size === input.bytes) {
    const bounds = { rows: mapping.partition_size, bytes: mapping.max_partition_size_mb * 2 ** 20 };
    if (digestOf(await scan(deps, run, { file: input.file, bytes: stat.size, bounds })) === input.sha256)
      return;
  }
  throw new JuicerError(
    'E_INPUT_CHANGED',
    `input file ${input.file} has changed since run ${run.run_id} was planned`,
    {
      hint: 'put the file back as it was, or start a new run',
    },
  );
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
  };
}

function refTo(store: RunFiles['store'], name: string): PlanResult['plan'] {
  const bytes = store.read(name);
  return { path: name, sha256: sha256(bytes), bytes: bytes.length };
}
