/** The end of a run's data: spans of partitions become pieces, pieces become the export. */
import { ApplicationFailure } from '@temporalio/workflow';
import type { CommitResult } from '../model/contract.js';
import { parsePartitionPath } from '../model/ids.js';
import { activityError } from './failures.js';
import { runActivities } from './options.js';
import { enter, planned, type RunState } from './run-state.js';

const MERGE_SPAN = 64;
/** A result that is damaged again and again is a matter of the disk. */
const REPAIRS = 3;

/**
 * Merges what is done and commits the export. False when results were found damaged: their partitions are wanted again,
 * from their last good checkpoint.
 */
export async function merge(state: RunState): Promise<boolean> {
  enter(state, 'merging');
  const spans = await Promise.allSettled(spansOf(state));
  const errors = spans.flatMap((span) => (span.status === 'rejected' ? [span.reason as unknown] : []));
  const damaged = errors.map(damagedPartition);
  const other = errors.find((_, i) => damaged[i] === null);
  // Every span ends before the run goes on, so that no attempt is open when its events are written.
  if (other !== undefined) throw other as Error;
  if (damaged.length > 0 && state.repairs++ < REPAIRS) {
    for (const partition of damaged) if (partition !== null) state.book.want(partition, null);
    return false;
  }
  if (errors.length > 0) throw errors[0] as Error;
  await commit(state);
  return true;
}

function spansOf(state: RunState): Promise<unknown>[] {
  const { partitions, settings, bytes } = planned(state);
  const spans: Promise<unknown>[] = [];
  for (let from = 0; from < partitions; from += MERGE_SPAN) {
    const to = Math.min(partitions, from + MERGE_SPAN);
    const summary = `merge partitions ${from} to ${to - 1}`;
    const activities = runActivities(settings.heartbeat_ms, summary, bytes);
    spans.push(activities.mergeSpan({ run: state.input.run, from, to }));
  }
  return spans;
}

async function commit(state: RunState): Promise<void> {
  const { settings, bytes } = planned(state);
  const activities = runActivities(settings.heartbeat_ms, 'commit the export', bytes);
  const done: CommitResult = await activities.commitExport({ run: state.input.run, span: MERGE_SPAN });
  state.exported = { path: done.path, rows: done.rows, bytes: done.bytes, sha256: done.sha256 };
}

/** The partition whose result an error says is damaged, or null for any other error. */
function damagedPartition(error: unknown): number | null {
  const cause = activityError(error);
  if (!(cause instanceof ApplicationFailure) || cause.type !== 'E_RESULT') return null;
  const { place } = (cause.details?.[0] ?? {}) as { place?: string };
  return place === undefined ? null : parsePartitionPath(place);
}
