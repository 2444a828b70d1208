/** Lines from the history of a run's own workflow. */
import type {
  ActivityResult,
  CleanUpResult,
  CommitResult,
  DatasetInput,
  MergeResult,
  PlanPage,
  PlanResult,
  ReportResult,
} from '../model/contract.js';
import type { KeepResult } from '../model/following.js';
import type { JuicerEvent } from '../model/event.js';
import { activityStories, type ActivityStory } from './activity-stories.js';
import {
  acceptedMetadata,
  addFailedAttempts,
  addUsage,
  AttemptNumbers,
  fieldsOf,
  timesOf,
  type Accepted,
  type Work,
} from './attempt-lines.js';
import { values, type Execution, type HistoryEvent } from './history.js';
import { Lines } from './lines.js';
import { addSetAside } from './segment-lines.js';
import { addAlerts, addAsks, addSteering, addWaits } from './steering-lines.js';
import { REPORT_STEP } from './tally.js';
import { addVerdict, verdictEvent } from './verdict-lines.js';

/** What makes the log is not told in it: the export cannot tell its own end, and the view is no work of the run. */
const UNTOLD = ['exportEvents', 'followRun'];

/**
 * Lines of one execution of a run's workflow. They end with the event that schedules the export of events, which
 * carries the verdict: what comes after it, the export itself among it, is not told.
 */
export function runLines(execution: Execution): JuicerEvent[] {
  const first = execution.events[0];
  const started = first?.workflowExecutionStartedEventAttributes;
  if (!first || !started) return [];
  const [input] = values(started.input) as [DatasetInput];
  const lines = new Lines(execution, null);
  if (!input.carried) addStart(lines, first, input);
  addAsks(lines, first, input);
  const verdict = verdictEvent(execution.events);
  const told = verdict ? execution.events.slice(0, execution.events.indexOf(verdict)) : execution.events;
  const numbers = new AttemptNumbers();
  for (const story of activityStories(told)) {
    const work = workOf(story);
    if (UNTOLD.includes(story.type)) continue;
    addFailedAttempts(lines, story, work, numbers);
    if (story.end === 'completed' && story.closed)
      addAccepted(lines, story.closed, { story, work, attempt: numbers.next(work) });
  }
  addSteering(lines, told);
  addWaits(lines, told);
  addAlerts(lines, told);
  addVerdict(lines, execution.events, verdict);
  return lines.all;
}

function addStart(lines: Lines, first: HistoryEvent, input: DatasetInput): void {
  const { run, project_name } = input;
  lines.add(first, 'PROCESSING_START', `run ${run.run_id} started`, {
    metadata: { project_name, recipe_sha256: run.recipe_sha256 },
  });
}

/** Steps of a run have names, no places among the ops; those that occur several times are told apart by the name. */
function workOf({ type, input }: ActivityStory): Work {
  const { from, to, ids } = (input ?? {}) as { from?: number; to?: number; ids?: number[] };
  const names: Record<string, string> = {
    planRun: 'plan',
    readPlanPage: ids ? `read_plan_of_${ids.join('_').slice(0, 60)}` : `read_plan_${from}`,
    mergeSpan: `merge_${from}_${to}`,
    commitExport: 'commit',
    cleanUp: 'clean_up',
    writeReports: REPORT_STEP,
    keepEvents: 'keep_events',
  };
  return { name: names[type] ?? type, idx: null };
}

function addAccepted(
  lines: Lines,
  closed: HistoryEvent,
  o: { story: ActivityStory; work: Work; attempt: number },
): void {
  const [result] = values(closed.activityTaskCompletedEventAttributes?.result) as [ActivityResult];
  const accepted: Accepted<ActivityResult> = { ...o, closed, result };
  const { problem } = result as Partial<ReportResult>;
  if (problem !== undefined) lines.add(closed, 'WARNING', problem, fieldsOf(o.work));
  if (o.story.type === 'keepEvents') addKept(lines, accepted as Accepted<KeepResult>);
  else addOutcome(lines, accepted);
  addUsage(lines, accepted);
}

function addKept(lines: Lines, accepted: Accepted<KeepResult>): void {
  const { slice, events, file } = accepted.result;
  const metadata = { slice, events, file, ...acceptedMetadata(accepted) };
  const fields = { ...fieldsOf(accepted.work), ...timesOf(accepted.result), attempt: accepted.attempt };
  lines.add(accepted.closed, 'DEBUG', `${events} events kept in slice ${slice}`, { ...fields, metadata });
}

/** What a step came to. The casts follow the activity's type, which decides the shape of its result. */
function addOutcome(lines: Lines, accepted: Accepted<ActivityResult>): void {
  const { story, closed, work, attempt } = accepted;
  const common = { ...fieldsOf(work), ...timesOf(accepted.result), attempt };
  const place = acceptedMetadata(accepted);
  if (story.type === 'planRun') {
    const { rows, partitions, bytes, op_names, plan, mapping } = accepted.result as PlanResult;
    const metadata = { rows, partitions, bytes, op_names, plan, mapping, ...place };
    lines.add(closed, 'DATASET_LOAD', `${rows} rows in ${partitions} partitions`, { ...common, metadata });
    addSetAside(lines, accepted as Accepted<PlanResult>);
  } else if (story.type === 'readPlanPage') {
    const page = accepted.result as PlanPage;
    const metadata = { partitions: page.partitions.length, ...place };
    lines.add(closed, 'DEBUG', `read ${page.partitions.length} partitions of the plan`, {
      ...common,
      metadata,
    });
  } else if (story.type === 'mergeSpan') {
    const { from, to, rows, piece } = accepted.result as MergeResult;
    const metadata = { from, to, rows, piece, ...place };
    lines.add(closed, 'INFO', `merged partitions ${from} to ${to - 1}: ${rows} rows`, {
      ...common,
      metadata,
    });
  } else if (story.type === 'commitExport') {
    const { rows, bytes, sha256, path, manifest } = accepted.result as CommitResult;
    lines.add(closed, 'DATASET_SAVE', `${rows} rows to ${path}`, {
      ...common,
      metadata: { rows, bytes, sha256, path, manifest, ...place },
    });
  } else if (story.type === 'cleanUp') {
    const { removed_files, removed_bytes, reason } = accepted.result as CleanUpResult;
    const metadata = { removed_files, removed_bytes, reason, ...place };
    lines.add(closed, 'CHECKPOINT_CLEANUP', `${removed_files} files removed`, { ...common, metadata });
  }
}
