/** One partition: a loop that finds the furthest valid record and goes on from there, or yields. */
import { ActivityFailure, ApplicationFailure, setCurrentDetails, setHandler } from '@temporalio/workflow';
import type { PartitionInput, PartitionResult } from '../model/contract.js';
import type { FailureInfo } from '../model/verdict.js';
import { emptyLedger } from '../model/ledger.js';
import type { Segment } from '../model/plan.js';
import { cancelInOrder } from './cancel.js';
import { endsRun, failureInfo, isCancelled } from './failures.js';
import { yieldSignal } from './messages.js';
import { runActivities } from './options.js';
import { persist } from './persist.js';

/** Where a partition is. */
interface Stand {
  input: PartitionInput;
  /** It was asked to end at its next checkpoint. */
  yielding: boolean;
  /** The step at work, in words. */
  at: string;
  /** The segment at work, or to go on with. */
  next: number;
  rows: number;
  steps: string[];
}

/** Processes one partition and answers with counts; a failure is an answer too, so that the run decides about it. */
export async function processPartition(input: PartitionInput): Promise<PartitionResult> {
  const stand: Stand = { input, yielding: false, at: 'cut', next: 0, rows: input.rows, steps: [] };
  setHandler(yieldSignal, () => {
    stand.yielding = true;
  });
  try {
    return await cancelInOrder(() => work(stand));
  } catch (error) {
    if (isCancelled(error)) return ended(stand, 'cancelled');
    if (!(error instanceof ActivityFailure || error instanceof ApplicationFailure)) throw error;
    const failure = failureInfo(error, { partition: input.partition, op: stand.at });
    const policy = endsRun(failure) ? 'fail' : input.settings.on_partition_error;
    if (policy === 'skip') return cancelInOrder(() => skip(stand, failure));
    return { ...ended(stand, policy === 'park' ? 'parked' : 'failed'), failure };
  }
}

async function work(stand: Stand): Promise<PartitionResult> {
  const { input } = stand;
  if (input.ask?.kind === 'skip') return skip(stand, input.ask.failure);
  await cut(stand);
  for (const segment of input.segments.slice(stand.next)) {
    // A decision is carried out before anything else.
    const giveUp = input.ask?.kind === 'quarantine' && stand.steps.length === 1;
    if (stand.yielding && !giveUp) return ended(stand, 'yielded');
    await apply(stand, segment, giveUp);
  }
  stand.at = 'finish';
  const task = { run: input.run, partition: input.partition };
  const done = await persist(input, 'finish', (a) => a.finishPartition(task));
  return { ...ended(stand, 'done'), ledger: done.ledger, record_sha256: done.record.sha256 };
}

/** Finds the furthest record, or reads the input. */
async function cut(stand: Stand): Promise<void> {
  const { run, partition, rows, ask } = stand.input;
  const task = { run, partition, ...(ask?.kind === 'rerun' ? { redo_from: ask.from_op } : {}) };
  const cut = await persist(stand.input, `read and cut · ${rows} rows`, (a) => a.cutPartition(task));
  stand.next = cut.next_segment ?? 0;
  stand.rows = cut.ledger.rows_out;
  show(stand, `read: ${cut.ledger.rows_in} rows, ${cut.ledger.quarantined} quarantined`);
}

async function apply(stand: Stand, segment: Segment, giveUp: boolean): Promise<void> {
  const { input } = stand;
  const { run, partition } = input;
  stand.at = segment.summary;
  const task = { run, partition, segment: segment.index };
  const done = await persist(input, `${segment.summary} · ${stand.rows} rows`, (a) =>
    a.applySegment(giveUp ? { ...task, give_up: true } : task),
  );
  stand.next = segment.index + 1;
  stand.rows = done.ledger.rows_out;
  show(stand, `${segment.summary}: ${done.ledger.rows_in} → ${done.ledger.rows_out} rows`);
}

/** Leaves the partition out, with a record that says why. */
async function skip(stand: Stand, failure: FailureInfo): Promise<PartitionResult> {
  const { run, partition, settings } = stand.input;
  const activities = runActivities(settings.heartbeat_ms, `p${partition} · leave out`);
  const { record } = await activities.skipPartition({ run, partition, failure });
  return { ...ended(stand, 'skipped'), record_sha256: record.sha256, failure };
}

function ended({ input, next }: Stand, status: PartitionResult['status']): PartitionResult {
  const { partition } = input;
  return { partition, status, next, ledger: emptyLedger(), record_sha256: null, failure: null };
}

function show(stand: Stand, line: string): void {
  stand.steps.push(line);
  setCurrentDetails(stand.steps.map((s) => `- ${s}`).join('\n'));
}
