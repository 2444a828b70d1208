/** A run's folder opened for looking: plan, partitions, store; nothing is written. */
import { noteCodeOf } from '../engine/own-ops.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, Partition, Plan } from '../model/plan.js';
import { readJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import type { RunFolder } from './run-folder.js';

/** What the folder says of the run. */
export interface OpenedRun extends RunFolder {
  store: Store;
  plan: Plan;
  mapping: DatasetMapping;
}

/**
 * Opens a run's folder.
 * @throws JuicerError E_CHECKPOINT when the run has no plan yet, or plan or mapping are damaged.
 */
export function openRun(folder: RunFolder): OpenedRun {
  const store = storeAt(folder.dir);
  const plan = readJson<Plan>(store, RUN_FILES.plan);
  if (!plan) {
    throw new JuicerError(
      'E_CHECKPOINT',
      `run ${folder.runId} has no plan: there is nothing to look at yet`,
      {
        place: `${folder.dir}/${RUN_FILES.plan}`,
      },
    );
  }
  const mapping = readJson<DatasetMapping>(store, RUN_FILES.mapping, { sha256: plan.mapping_sha256 });
  if (!mapping) {
    throw new JuicerError('E_CHECKPOINT', `${RUN_FILES.mapping} of run ${folder.runId} is missing`);
  }
  noteCodeOf(plan.ops, store);
  return { ...folder, store, plan, mapping };
}

/**
 * A partition by its number.
 * @throws JuicerError E_USAGE that names the range.
 */
export function partitionOfRun(run: OpenedRun, id: number): Partition {
  const partition = run.mapping.partitions[id];
  if (partition) return partition;
  const count = run.mapping.partitions.length;
  const range = count === 0 ? 'it has none' : `it has 0 to ${count - 1}`;
  throw new JuicerError('E_USAGE', `run ${run.runId} has no partition ${id}: ${range}`);
}

/** Index of an op that is given by its index or its name; −1 and `partition` mean the rows as they were read. */
export function opIndexOf(run: OpenedRun, text: string): number {
  const { ops } = run.plan;
  if (text === 'partition') return -1;
  const named = ops.filter((op) => op.name === text);
  if (named.length === 1 && named[0]) return named[0].index;
  const index = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (index >= -1 && index < ops.length) return index;
  const several = named.length > 1 ? ` several times: at ${named.map((op) => op.index).join(', ')}` : '';
  const range = ops.map((op) => `${op.index} ${op.name}`).join(', ');
  throw new JuicerError(
    'E_USAGE',
    `run ${run.runId} has ${several ? `op ${text}${several}` : `no op ${JSON.stringify(text)}`}`,
    { hint: `give -1 (the rows as read) to ${ops.length - 1}: ${range}` },
  );
}
