/** P6 Events come from history: every line is whole, names its source, and no source is named twice. */
import { isObject, num, obj, str, type Json } from './json.js';
import type { EventLine, Run } from './run.js';
import type { Report } from './violation.js';

const TYPES = new Set(
  `PROCESSING_START PROCESSING_COMPLETE PROCESSING_ERROR PARTITION_START PARTITION_COMPLETE PARTITION_ERROR PARTITION_PARKED
   OPERATION_START OPERATION_COMPLETE OPERATION_ERROR OPERATION_RETRY CHECKPOINT_SAVE CHECKPOINT_LOAD CHECKPOINT_CLEANUP
   BARRIER_START BARRIER_COMPLETE DATASET_LOAD DATASET_SAVE PERFORMANCE_METRIC RESOURCE_USAGE WARNING INFO DEBUG
   PAUSED RESUMED TUNED RERUN DECIDED CANCELLED`.split(/\s+/),
);

const RESOURCES = [
  'cpu_seconds',
  'cpu_percent',
  'peak_rss_mb',
  'disk_read_mb',
  'disk_write_mb',
  'run_dir_mb',
  'disk_free_mb',
];

type Test = (value: unknown) => boolean;
const isNumber: Test = (v) => typeof v === 'number' && Number.isFinite(v);
const isWhole: Test = (v) => Number.isInteger(v);
const isText: Test = (v) => typeof v === 'string' && v !== '';
const orNull =
  (test: Test): Test =>
  (v) =>
    v === null || test(v);

/** Every field of a line, with what its value must be. */
const FIELDS: Record<string, Test> = {
  event_type: (v) => typeof v === 'string' && TYPES.has(v),
  timestamp: (v) => isNumber(v) && (v as number) > 0,
  message: (v) => typeof v === 'string',
  partition_id: orNull((v) => isWhole(v) && (v as number) >= 0),
  operation_name: orNull(isText),
  operation_idx: orNull((v) => isWhole(v) && (v as number) >= -1),
  duration: orNull((v) => isNumber(v) && (v as number) >= 0),
  attempt: orNull((v) => isWhole(v) && (v as number) >= 1),
  error_message: orNull((v) => typeof v === 'string'),
  stack_trace: orNull((v) => typeof v === 'string'),
  metadata: isObject,
  resource_usage: orNull((v) => hasExactly(v, RESOURCES) && RESOURCES.every((k) => orNull(isNumber)(v[k]))),
  performance_metrics: orNull(
    (v) =>
      hasExactly(v, ['rows_in', 'rows_out', 'rows_per_second']) &&
      isWhole(v['rows_in']) &&
      isWhole(v['rows_out']) &&
      orNull(isNumber)(v['rows_per_second']),
  ),
  source: (v) =>
    hasExactly(v, ['workflow_id', 'run_id', 'event_id', 'index']) &&
    isText(v['workflow_id']) &&
    isText(v['run_id']) &&
    isWhole(v['event_id']) &&
    (v['event_id'] as number) >= 1 &&
    isWhole(v['index']) &&
    (v['index'] as number) >= 0,
};

/** Checks the form of every line, its source, and the order of the lines. */
export function checkEventLines(run: Run, report: Report): void {
  const sources = new Set<string>();
  let before = -Infinity;
  for (const event of run.events) {
    const place = `${event.file}:${event.line}`;
    if (!event.json) {
      report('P6', 'event-damaged', 'no JSON object', place);
      continue;
    }
    checkForm(event.json, place, report);
    checkSource(run, event.json, place, report);
    const source = sourceKey(event);
    if (sources.has(source)) report('P6', 'source-twice', `${source} is named by an earlier line`, place);
    sources.add(source);
    const time = num(event.json, 'timestamp');
    if (time < before) report('P6', 'event-order', 'is earlier than the line before', place);
    before = time;
  }
}

/** The whole source of a line as one text. */
function sourceKey(event: EventLine): string {
  const source = obj(event.json, 'source');
  return ['workflow_id', 'run_id', 'event_id', 'index'].map((key) => String(source?.[key])).join(' ');
}

function checkForm(event: Json, place: string, report: Report): void {
  for (const [key, test] of Object.entries(FIELDS)) {
    if (!test(event[key])) report('P6', 'event-field', `${key} is missing or not what it must be`, place);
  }
  for (const key of Object.keys(event)) {
    if (!(key in FIELDS)) report('P6', 'event-field', `${key} is no field of an event`, place);
  }
}

/** A line comes from the run's workflow, or from the child of the partition that it is about. */
function checkSource(run: Run, event: Json, place: string, report: Report): void {
  const runId = str(run.plan ?? run.summary, 'run_id');
  const workflow = str(obj(event, 'source'), 'workflow_id');
  if (workflow === runId) return;
  const child = workflow.startsWith(`${runId}/p`) ? /^\d{6,}/.exec(workflow.slice(runId.length + 2)) : null;
  if (!child) report('P6', 'source-foreign', `${workflow} is no workflow of this run`, place);
  else if (num(event, 'partition_id') !== Number(child[0])) {
    report('P6', 'source-partition', `${workflow} is the workflow of another partition`, place);
  }
}

function hasExactly(value: unknown, keys: readonly string[]): value is Json {
  return isObject(value) && Object.keys(value).length === keys.length && keys.every((key) => key in value);
}
