/** The plan that a run of a recipe would have, worked out here and now. Nothing is written. */
import { buildMapping, buildPlan, needsMeasuring, withMeasured } from '../activities/build-plan.js';
import { probe } from '../engine/probe.js';
import type { ScannedRange } from '../input/scan.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import type { ResolvedRecipe } from '../recipe/load.js';

const NO_RUN = { run_id: '', dir: '', recipe_sha256: '' };

/** A plan and the partitions that it is for. */
export interface PlannedHere {
  plan: Plan;
  mapping: DatasetMapping;
}

/**
 * The plan of a recipe over an input that was scanned. Where checkpoints are a matter of measurement a sample is measured; a
 * run measures its own.
 * @throws JuicerError E_RECIPE when a file that a parameter names cannot be read; see {@link probe}.
 */
export async function plannedHere(recipe: ResolvedRecipe, ranges: ScannedRange[]): Promise<PlannedHere> {
  const plan = buildPlan(NO_RUN, recipe, { mappingSha256: '', heartbeatMs: 0, automaticWidth: 1 });
  const input = { file: recipe.dataset_path, bytes: 0, mtime_ms: 0, sha256: '' };
  const mapping = buildMapping(NO_RUN, recipe, { input, ranges });
  const partition = mapping.partitions.find((p) => p.rows > 0);
  if (!needsMeasuring(plan.checkpoints) || !partition) return { plan, mapping };
  const job = { kind: 'probe' as const, dir: '', token: '', attempt: 1, plan, partition };
  return { plan: withMeasured(plan, await probe(job, () => undefined)), mapping };
}
