/** What a run's folder has of plan and mapping when the run is planned: what is damaged is set aside, the rest is kept. */
import type { RunRef, SetAside } from '../model/contract.js';
import { datasetNames, type DatasetPath } from '../model/dataset.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import { sha256, unsealed } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { setAsideFiles } from '../storage/set-aside.js';
import type { Store } from '../storage/store.js';
import { checkPlanOf } from './run-files.js';

/**
 * Plan and mapping as they stand. Either may be missing: planning is deterministic, so that one is made again from the
 * other, or both from recipe and input, and checkpoints stay valid.
 */
export interface StandingPlan {
  plan: Plan | null;
  mapping: DatasetMapping | null;
  setAside: SetAside[];
}

/**
 * Reads both files.
 * @throws JuicerError E_REFUSED when the plan is of another recipe.
 */
export function standingPlan(store: Store, run: RunRef): StandingPlan {
  const setAside: SetAside[] = [];
  const plan = readOrSetAside<Plan>(store, RUN_FILES.plan, { setAside, sha256: null });
  if (plan) checkPlanOf(run, plan);
  const expected = plan?.mapping_sha256 ?? null;
  const mapping = readOrSetAside<DatasetMapping>(store, RUN_FILES.mapping, { setAside, sha256: expected });
  return { plan, mapping, setAside };
}

function readOrSetAside<T extends object>(
  store: Store,
  name: string,
  o: { setAside: SetAside[]; sha256: string | null },
): T | null {
  if (store.size(name) === null) return null;
  const bytes = store.read(name);
  const value = unsealed<T>(bytes);
  if (value && (o.sha256 === null || sha256(bytes) === o.sha256)) return value;
  const reason = value ? 'it is not the mapping that the plan names' : 'it is not as it was written';
  o.setAside.push(...setAsideFiles(store, [name], reason));
  return null;
}

/** The error for a mapping that was lost and cannot be made again, the input being another one by now. */
export function mappingLost(run: RunRef, dataset: DatasetPath): JuicerError {
  const files = datasetNames(dataset).join(', ');
  return new JuicerError(
    'E_INPUT_CHANGED',
    `${RUN_FILES.mapping} of run ${run.run_id} is lost, and the input (${files}) has changed or was touched since it was planned`,
    { hint: 'put the file back as it was, its time included, or start a new run' },
  );
}
