/** Lines of a segment that was applied: its ops, what they did, the checkpoint. */
import type { OpCount } from '../model/checkpoint.js';
import type {
  ActivityResult,
  PartitionInput,
  SegmentResult,
  SetAside,
  CleanedFiles,
} from '../model/contract.js';
import { acceptedMetadata, seconds, type Accepted, type AttemptNumbers } from './attempt-lines.js';
import type { HistoryEvent } from './history.js';
import type { Lines } from './lines.js';
import { opNameAt } from './segment-work.js';

/** What the lines of a partition are made with. */
export interface SegmentContext {
  lines: Lines;
  input: PartitionInput;
  numbers: AttemptNumbers;
  /** Ops whose completion was told, by an earlier execution or by this one. */
  completed: Set<number>;
  /** Those told by this one. */
  here: Set<number>;
}

/**
 * Adds the lines of an attempt that made a segment, or found it made. What was found is told as made only if no line
 * has said so before: the attempt that made it died before it could report.
 */
export function addSegment(context: SegmentContext, accepted: Accepted<SegmentResult>): void {
  const { lines, input, completed, numbers } = context;
  const { result, closed } = accepted;
  const { outcome, checkpoint } = result;
  addSetAside(lines, accepted);
  const last = result.ops.at(-1)?.index ?? -1;
  const known = completed.has(last);
  for (const op of result.ops) addOp(context, accepted, op);
  const name = opNameAt(input.segments, last);
  const fields = {
    operation_name: name,
    operation_idx: last,
    attempt: Math.max(1, numbers.current({ name, idx: last })),
    metadata: { ...checkpoint, outcome, loaded_from: result.loaded_from, ...acceptedMetadata(accepted) },
  };
  if (outcome === 'made' || !known) lines.add(closed, 'CHECKPOINT_SAVE', `saved ${checkpoint.path}`, fields);
  if (outcome === 'adopted') lines.add(closed, 'CHECKPOINT_LOAD', `loaded ${checkpoint.path}`, fields);
  if (result.cleaned) addCleanup(lines, closed, result.cleaned);
}

/** Checkpoint files that went because the partition had more than it may have. */
function addCleanup(lines: Lines, closed: HistoryEvent, { files, bytes }: CleanedFiles): void {
  lines.add(closed, 'CHECKPOINT_CLEANUP', `${files} old checkpoint files removed`, {
    metadata: { removed_files: files, removed_bytes: bytes, reason: 'max_checkpoints_per_partition' },
  });
}

/** Warns of every file that was found damaged or foreign and moved out of the way. */
export function addSetAside(
  lines: Lines,
  { result, closed }: Accepted<ActivityResult & { set_aside?: SetAside[] }>,
  type: 'WARNING' | 'INFO' = 'WARNING',
): void {
  for (const aside of result.set_aside ?? []) {
    lines.add(closed, type, `${aside.path} was set aside: ${aside.reason}`, { metadata: { ...aside } });
  }
}

/** An op's lines. One that this execution has completed before was run again to replace a lost file. */
function addOp(context: SegmentContext, accepted: Accepted<SegmentResult>, op: OpCount): void {
  const { lines, numbers, completed, here } = context;
  const adopted = accepted.result.outcome === 'adopted';
  const { index, name } = op;
  if (here.has(index) || (adopted && completed.has(index))) {
    const fields = { operation_name: name, operation_idx: index, metadata: { rows_in: op.rows_in } };
    if (!adopted) lines.add(accepted.closed, 'INFO', `${name} was run again: ${op.rows_in} rows`, fields);
    return;
  }
  completed.add(index);
  here.add(index);
  addCompletion(lines, { ...accepted, attempt: numbers.next({ name, idx: index }) }, op);
}

/** An op's start, end and rate. */
function addCompletion(lines: Lines, accepted: Accepted<SegmentResult>, op: OpCount): void {
  const { story, result, closed, attempt } = accepted;
  const { index, name, duration: time, ...ledger } = op;
  const { rows_in, rows_out } = ledger;
  const duration = seconds(time);
  const metrics = { rows_in, rows_out, rows_per_second: duration > 0 ? rows_in / duration : null };
  const rate = metrics.rows_per_second === null ? '?' : Math.round(metrics.rows_per_second);
  const fields = { operation_name: name, operation_idx: index, attempt };
  const metadata = { outcome: result.outcome, ...acceptedMetadata(accepted) };
  const started = { ...fields, metadata };
  lines.add(story.started ?? closed, 'OPERATION_START', `${name}: attempt ${attempt} started`, started);
  lines.add(closed, 'OPERATION_COMPLETE', `${name}: ${rows_in} rows in, ${rows_out} out`, {
    ...fields,
    duration,
    metadata: { ...metadata, ledger },
    resource_usage: result.resource_usage,
    performance_metrics: metrics,
  });
  const measured = { ...fields, duration, performance_metrics: metrics };
  lines.add(closed, 'PERFORMANCE_METRIC', `${name}: ${rate} rows/s`, measured);
}
