/** Measures what has to be known before checkpoints can be placed. */
import type { RunRef } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { ChainCost, DatasetMapping, Partition, Plan } from '../model/plan.js';
import { needsMeasuring, withMeasured } from './build-plan.js';
import type { ActivityDependencies } from './dependencies.js';
import { runJob } from './measured.js';

/**
 * The plan with its checkpoints placed; the plan itself unless they are a matter of measurement. The measure is kept in the
 * plan, so that a run that is gone on with has the same places.
 */
export async function measuredPlan(
  deps: ActivityDependencies,
  run: RunRef,
  { plan, mapping }: { plan: Plan; mapping: DatasetMapping },
): Promise<Plan> {
  const partition = mapping.partitions.find((p) => p.rows > 0);
  if (!needsMeasuring(plan.checkpoints) || !partition) return plan;
  const cost = await chainCost(deps, run, { plan, partition });
  return cost ? withMeasured(plan, cost) : plan;
}

/** Null when the sample does not come through: which partition suffers from that is found out by the partitions. */
async function chainCost(
  deps: ActivityDependencies,
  run: RunRef,
  work: { plan: Plan; partition: Partition },
): Promise<ChainCost | null> {
  const opNames = work.plan.ops.map((op) => op.name);
  try {
    const story = { phase: 'measure', total: null, opNames, folders: [] };
    return await runJob<'probe'>(deps, { kind: 'probe', dir: run.dir, ...work }, story);
  } catch (error) {
    if (error instanceof JuicerError) return null;
    throw error;
  }
}
