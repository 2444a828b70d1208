/** P6 Starts and ends pair up, no attempt is missing, and the events tell what the records hold. */
import { num, obj, str, type Json } from './json.js';
import { checkPartitions } from './partition-story.js';
import { opsOf, recordsOf, type PartitionFiles, type Run } from './run.js';
import { checkSteering } from './steering.js';
import { isAbout, type, type Wrong } from './story.js';
import type { CheckOptions, Report } from './violation.js';

const LOG = 'logs/processing_events.jsonl';

/** Checks the run's, the partitions' and the ops' events against each other, and against records and verdict. */
export function checkEventPairs(run: Run, options: CheckOptions, report: Report): void {
  const events = run.events.flatMap((e) => (e.json ? [e.json] : []));
  const wrong: Wrong = (rule, detail) => report('P6', rule, detail, LOG);
  checkProcessing(run, events, options.executions ?? 1, wrong);
  checkPartitions(run, events, options.damaged ?? [], wrong);
  for (const [key, group] of groups(events.filter(isOperation), operationKey))
    checkAttempts(key, group, wrong);
  checkRecords(run, events, wrong);
  checkSteering(run, events, wrong);
}

/** Partition, op and execution: another execution of the same workflow id counts its attempts anew. */
function operationKey(event: Json): string {
  // Steps of the run itself have no index: their name tells them apart.
  const index = event['operation_idx'] ?? event['operation_name'];
  return `partition ${num(event, 'partition_id')} op ${String(index)} of ${str(obj(event, 'source'), 'run_id')}`;
}

/** An attempt's line; of a step, which has no line of its own when it goes well, also what it used. */
function isOperation(event: Json): boolean {
  return /^OPERATION_/.test(type(event)) || isStepDone(event);
}

function isStepDone(event: Json): boolean {
  return type(event) === 'RESOURCE_USAGE' && event['operation_idx'] === null;
}

function groups(events: readonly Json[], keyOf: (event: Json) => string): Map<string, Json[]> {
  const found = new Map<string, Json[]>();
  for (const event of events) {
    const key = keyOf(event);
    const group = found.get(key);
    if (group) group.push(event);
    else found.set(key, [event]);
  }
  return found;
}

/** Each execution of the run starts and ends once; the last end is the verdict. One that waits has not ended. */
function checkProcessing(run: Run, events: readonly Json[], executions: number, wrong: Wrong): void {
  const lastOf: Record<string, string> = {
    waiting: 'PROCESSING_START',
    done: 'PROCESSING_COMPLETE',
    failed: 'PROCESSING_ERROR',
    cancelled: 'CANCELLED',
  };
  const story = events.filter(
    (e) => /^PROCESSING_/.test(type(e)) || (type(e) === 'CANCELLED' && e['partition_id'] === null),
  );
  const starts = story.filter((e) => type(e) === 'PROCESSING_START').length;
  if (starts !== executions)
    wrong('processing-start', `${starts} PROCESSING_START for ${executions} executions`);
  const ends = run.verdict === 'waiting' ? executions - 1 : executions;
  if (story.length - starts !== ends)
    wrong('processing-end', `${story.length - starts} ends for ${ends} executions that ended`);
  for (const [i, event] of story.entries()) {
    if ((type(event) === 'PROCESSING_START') === (i % 2 === 0)) continue;
    return wrong('processing-order', `${type(event)} is at the place of another`);
  }
  const last = story.at(-1);
  if (last && type(last) !== lastOf[run.verdict])
    wrong('processing-verdict', `${type(last)} at the end of a run that is ${run.verdict}`);
}

/** Attempts count from 1 without a gap; each ends once; a retry comes only between an error and the next start. */
function checkAttempts(key: string, story: readonly Json[], wrong: Wrong): void {
  let [attempt, open, failed, retried] = [0, false, false, false];
  for (const event of story) {
    const n = num(event, 'attempt');
    if (type(event) === 'OPERATION_START') {
      if (open) wrong('operation-end', `${key}: attempt ${attempt} has no end`);
      if (n !== attempt + 1) wrong('attempt-gap', `${key}: attempt ${n} after ${attempt}`);
      if (attempt > 0 && !retried)
        wrong('operation-retry', `${key}: attempt ${n} starts without OPERATION_RETRY`);
      [attempt, open, failed, retried] = [n, true, false, false];
    } else if (isStepDone(event)) {
      if (n !== attempt + 1) wrong('attempt-gap', `${key}: attempt ${n} after ${attempt}`);
      [attempt, failed, retried] = [n, false, true];
    } else if (type(event) === 'OPERATION_RETRY') {
      if (!failed || retried) wrong('operation-retry', `${key}: OPERATION_RETRY without an error before it`);
      retried = true;
    } else {
      if (!open || n !== attempt)
        wrong('operation-start', `${key}: ${type(event)} of attempt ${n} has no start`);
      [open, failed] = [false, type(event) === 'OPERATION_ERROR'];
    }
  }
  if (open) wrong('operation-end', `${key}: attempt ${attempt} has no end`);
}

/** What was committed has its events: a save per checkpoint, a completion per op and partition, with the records' rows. */
function checkRecords(run: Run, events: readonly Json[], wrong: Wrong): void {
  const seen = groups(events, (e) => place(type(e), num(e, 'partition_id'), e['operation_idx'] ?? null));
  for (const partition of run.partitions) {
    const { id, result } = partition;
    for (const record of recordsOf(partition)) {
      const index = num(record.json, 'index');
      if (str(record.json, 'reused_from') !== '') {
        const loads = seen.get(place('CHECKPOINT_LOAD', id, index)) ?? [];
        if (!loads.some((e) => str(obj(e, 'metadata'), 'reused_from') === str(record.json, 'reused_from')))
          wrong('checkpoint-reused', `no CHECKPOINT_LOAD names the run that ${record.path} is from`);
      } else if (index >= 0 && !seen.has(place('CHECKPOINT_SAVE', id, index)))
        wrong('checkpoint-save', `none for ${record.path}`);
    }
    if (!result) continue;
    if (!seen.has(place('PARTITION_COMPLETE', id, null)))
      wrong('partition-complete', `none for partition ${id}`);
    checkCompletions(partition, events, wrong);
  }
}

/** Every op of a partition's record was completed, with its rows; only a decision makes an op's rows others than before. */
function checkCompletions({ id, result }: PartitionFiles, events: readonly Json[], wrong: Wrong): void {
  const about = events.filter((e) => isAbout(e, id));
  const decided = about.some((e) => type(e) === 'DECIDED');
  for (const op of opsOf(result).filter((o) => num(o, 'index') >= 0)) {
    const index = num(op, 'index');
    const ends = about.filter((e) => type(e) === 'OPERATION_COMPLETE' && e['operation_idx'] === index);
    if (ends.length === 0) wrong('operation-complete', `none for op ${index} of partition ${id}`);
    for (const metrics of (decided ? ends.slice(-1) : ends).map((e) => obj(e, 'performance_metrics'))) {
      if (!metrics || ['rows_in', 'rows_out'].every((k) => num(metrics, k) === num(op, k))) continue;
      wrong('operation-rows', `op ${index} of partition ${id}: rows are not its record's`);
    }
  }
}

function place(event: string, partition: number, op: unknown): string {
  return `${event} ${partition} ${String(op)}`;
}
