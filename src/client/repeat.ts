/** Work on partitions again, and decisions about them: asked of an open run, or of a new execution of one that ended. */
import type { Asked, DecideInput, PartitionAsk, RerunInput } from '../model/steering.js';
import type { PartitionRecord } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import { readJson } from '../storage/json-file.js';
import { resultRecord, RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { runHandle } from './run-handle.js';
import type { Session } from './session.js';
import { knownRun } from './known-run.js';
import { reopenRun, resumeRun, type StartedRun } from './start.js';
import type { Steering } from './steering.js';

/**
 * Works on one partition again, or on all that failed or are parked.
 * @throws JuicerError E_NO_SUCH_RUN, E_REFUSED, E_USAGE for a partition or op that is not there.
 */
export async function repeatPartitions(
  session: Session,
  runId: string,
  input: RerunInput,
): Promise<StartedRun> {
  const open = await askOpen(session, runId, (s) => s.rerun(input));
  if (open) return open;
  if (input.partition === 'parked') return resumeRun(session, runId);
  const { partition, from_op } = input;
  const { plan } = await plannedRun(session, runId, partition);
  if (from_op !== undefined && from_op >= plan.ops.length)
    throw new JuicerError('E_USAGE', `run ${runId} has no op ${from_op}`, {
      hint: `ops go from 0 to ${plan.ops.length - 1}; -1 is the input`,
    });
  const ask: PartitionAsk | null = from_op === undefined ? null : { kind: 'rerun', from_op };
  return reopenRun(session, runId, [{ partition, ask }]);
}

/**
 * Decides about one partition that did not come through, or about all of them.
 * @throws JuicerError E_NO_SUCH_RUN, E_REFUSED when the partition is done, E_USAGE for one that is not there.
 */
export async function decidePartitions(
  session: Session,
  runId: string,
  input: DecideInput,
): Promise<StartedRun> {
  const open = await askOpen(session, runId, (s) => s.decide(input));
  if (open) return open;
  if (input.decision === 'fail')
    throw new JuicerError('E_REFUSED', `run ${runId} has ended already`, {
      hint: 'there is nothing to fail',
    });
  const undone = await undonePartitions(session, runId, input.partition);
  return reopenRun(
    session,
    runId,
    undone.map((partition) => asked(partition, input.decision)),
  );
}

function asked(partition: number, decision: DecideInput['decision']): Asked {
  if (decision === 'quarantine') return { partition, ask: { kind: 'quarantine' } };
  const failure = { type: 'Decided', message: 'left out by decision', partition };
  return { partition, ask: decision === 'skip' ? { kind: 'skip', failure } : null };
}

/** Asks an open run; null when it has ended. */
async function askOpen(
  session: Session,
  runId: string,
  ask: (steering: Steering) => Promise<unknown>,
): Promise<StartedRun | null> {
  const known = await knownRun(session, runId);
  if (known?.state !== 'running') return null;
  const handle = runHandle(session, runId);
  await ask(handle.steer);
  return { handle, dir: known.memo.dir, how: 'attached' };
}

async function undonePartitions(
  session: Session,
  runId: string,
  which: DecideInput['partition'],
): Promise<number[]> {
  const { store, mapping } = await plannedRun(session, runId, which === 'all' ? 0 : which);
  const undone = mapping.partitions
    .map((p) => p.id)
    .filter((id) => readJson<PartitionRecord>(store, resultRecord(id))?.status !== 'done')
    .filter((id) => which === 'all' || id === which);
  if (undone.length > 0) return undone;
  const what = which === 'all' ? 'every partition' : `partition ${which}`;
  throw new JuicerError('E_REFUSED', `${what} of run ${runId} is done: there is nothing to decide`);
}

async function plannedRun(
  session: Session,
  runId: string,
  partition: number,
): Promise<{ store: ReturnType<typeof storeAt>; plan: Plan; mapping: DatasetMapping }> {
  const known = await knownRun(session, runId);
  if (!known) throw new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known here`);
  const store = storeAt(known.memo.dir);
  const plan = readJson<Plan>(store, RUN_FILES.plan);
  const mapping = readJson<DatasetMapping>(store, RUN_FILES.mapping);
  if (!plan || !mapping)
    throw new JuicerError('E_REFUSED', `run ${runId} was never planned`, {
      hint: `juicer resume ${runId} starts it again`,
    });
  if (partition >= mapping.partitions.length)
    throw new JuicerError('E_USAGE', `run ${runId} has no partition ${partition}`, {
      hint: `partitions go from 0 to ${mapping.partitions.length - 1}`,
    });
  return { store, plan, mapping };
}
