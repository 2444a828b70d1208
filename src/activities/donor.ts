/** Looks for the earlier run whose checkpoints a new one takes over. */
import type { RunRef } from '../model/contract.js';
import type { Plan } from '../model/plan.js';
import type { ActivityDependencies } from './dependencies.js';
import { runJob } from './measured.js';

/** The plan with its donor, and with what is foretold of that. The mapping must stand in the run's folder. */
export async function withDonor(
  deps: ActivityDependencies,
  run: RunRef,
  { plan, reuse }: { plan: Plan; reuse: string },
): Promise<Plan> {
  const job = { kind: 'donor' as const, dir: run.dir, plan, reuse };
  const story = { phase: 'look for checkpoints to reuse', total: null, folders: [] };
  const { donor, forecast } = await runJob<'donor'>(deps, job, story);
  return { ...plan, reuse: donor, forecast };
}
