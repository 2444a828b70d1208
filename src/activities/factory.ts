/** The activities of a worker, made from what they depend on. Their types are all that workflows import. */
import type {
  CleanUpResult,
  CommitResult,
  CutTask,
  FinishResult,
  MergeResult,
  PartitionTask,
  PendingResult,
  PlanPage,
  PlanPageInput,
  PlanResult,
  ReportResult,
  RunRef,
  SegmentResult,
  SegmentTask,
  SkipResult,
  SkipTask,
} from '../model/contract.js';
import type { FollowTask, KeepResult } from '../model/following.js';
import type { Verdict } from '../model/verdict.js';
import { finishPartition, skipPartition } from './finish.js';
import { applySegment, cutPartition } from './partition.js';
import { cleanUp } from './clean-up.js';
import type { ActivityDependencies } from './dependencies.js';
import { describePending } from './pending.js';
import { commitExport } from './commit-export.js';
import { mergeSpan } from './merge.js';
import { planRun, readPlanPage } from './plan.js';
import { followRun } from './live-view.js';
import { exportEvents, keepEvents, writeReports } from './report.js';

/** Ordinary activities: retried by Temporal, heartbeating, their heavy work in threads. */
export interface Activities {
  planRun(input: { run: RunRef; reuse?: string }): Promise<PlanResult>;
  readPlanPage(input: PlanPageInput): Promise<PlanPage>;
  cutPartition(task: CutTask): Promise<SegmentResult>;
  applySegment(task: SegmentTask): Promise<SegmentResult>;
  finishPartition(task: PartitionTask): Promise<FinishResult>;
  skipPartition(task: SkipTask): Promise<SkipResult>;
  mergeSpan(input: { run: RunRef; from: number; to: number }): Promise<MergeResult>;
  commitExport(input: { run: RunRef; span: number }): Promise<CommitResult>;
  cleanUp(input: { run: RunRef; verdict: Verdict }): Promise<CleanUpResult>;
  writeReports(input: { run: RunRef; verdict: Verdict }): Promise<ReportResult>;
  exportEvents(input: { run: RunRef; verdict: Verdict }): Promise<ReportResult>;
  keepEvents(input: { run: RunRef }): Promise<KeepResult>;
}

/** Activities that last as long as a run, on a queue of their own. */
export interface ViewActivities {
  followRun(task: FollowTask): Promise<{ events: number }>;
}

/** Local activities: tiny look-ups that never wait for a slot. */
export interface LocalActivities {
  describePending(): Promise<PendingResult>;
}

/** Binds every activity to its dependencies. */
export function createActivities(deps: ActivityDependencies): Activities & LocalActivities {
  return {
    planRun: (input) => planRun(deps, input),
    readPlanPage: (input) => readPlanPage(deps, input),
    cutPartition: (task) => cutPartition(deps, task),
    applySegment: (task) => applySegment(deps, task),
    finishPartition: (task) => finishPartition(deps, task),
    skipPartition: (task) => skipPartition(deps, task),
    mergeSpan: (input) => mergeSpan(deps, input),
    commitExport: (input) => commitExport(deps, input),
    cleanUp: (input) => cleanUp(deps, input),
    writeReports: (input) => writeReports(deps, input),
    exportEvents: (input) => exportEvents(deps, input),
    keepEvents: (input) => keepEvents(deps, input),
    describePending,
  };
}

/** The activities of the queue of views. */
export function createViewActivities(deps: ActivityDependencies): ViewActivities {
  return { followRun: (task) => followRun(deps, task) };
}
