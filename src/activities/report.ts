/** The last activities of a run: its reports, then its event log. */
import { Context } from '@temporalio/activity';
import { attemptToken } from '../engine/pool.js';
import { noteExecution } from '../events/executions.js';
import { exportRunEvents, linesOfExecution } from '../events/export.js';
import { writeEventLog } from '../events/log-file.js';
import { readSlices, sliceNumber, writeSlice } from '../events/slices.js';
import { finalMappingReport, performanceMetrics, processingSummary } from '../events/summaries.js';
import { tallyEvents } from '../events/tally.js';
import type { PartitionRecord } from '../model/checkpoint.js';
import type { ReportResult, RunRef } from '../model/contract.js';
import type { KeepResult } from '../model/following.js';
import type { Verdict } from '../model/verdict.js';
import type { JuicerEvent } from '../model/event.js';
import { readJson, writeJson } from '../storage/json-file.js';
import { EVENT_SLICES, resultRecord, RUN_FILES, SCRATCH } from '../storage/layout.js';
import { filesBelow } from '../storage/folders.js';
import { storeAt, sweepTemporary } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import { startBeating } from './beats.js';
import type { ActivityDependencies } from './dependencies.js';
import { EventSpool } from './event-spool.js';
import { drawReport } from './html-report.js';
import { measured } from './measured.js';
import { loggingOf, planOf } from './plan-of.js';
import { runFiles } from './run-files.js';
import { writeTrace } from './trace.js';

/** Writes summary, metrics and the final mapping. */
export function writeReports(
  deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<ReportResult> {
  const { run, verdict } = input;
  return measured(run, async () => {
    const store = freshStore(run);
    const { plan, mapping } = runFiles(run);
    const spool = new EventSpool(store);
    const tally = await tallyEvents(spool.through(eventsOf(deps, run, 'write reports')));
    const records = mapping.partitions.map((p) => readJson<PartitionRecord>(store, resultRecord(p.id)));
    const sources = { verdict, plan, mapping, records, tally, runDirMb: folderMb(run.dir) };
    const files = [
      writeJson(store, RUN_FILES.finalMapping, finalMappingReport(sources)),
      writeJson(store, RUN_FILES.metrics, performanceMetrics(sources)),
      writeJson(store, RUN_FILES.summary, processingSummary(sources)),
      ...(await writeTrace(deps, run, { plan, mapping })),
    ];
    const page = await drawReport(deps, run, { events: spool.file, verdict });
    spool.remove();
    return 'path' in page ? { files: [...files, page] } : { files, problem: page.problem };
  });
}

/** Writes the event log, if the recipe wants one; a run that was never planned has the default settings. */
export function exportEvents(
  deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<ReportResult> {
  const { run } = input;
  return measured(run, async () => {
    const store = freshStore(run);
    const plan = planOf(store);
    if (plan && !plan.settings.export_events) return { files: [], events: 0 };
    return writeEventLog(store, eventsOf(deps, run, 'export events'), loggingOf(plan));
  });
}

/** Writes the slice of this execution: the lines of what it has closed. */
export function keepEvents(deps: ActivityDependencies, { run }: { run: RunRef }): Promise<KeepResult> {
  return measured(run, async () => {
    const context = Context.current();
    const { runId: execution } = context.info.workflowExecution as { runId: string };
    const { run_id: runId, dir } = run;
    const slice = sliceNumber(readSlices(dir), execution);
    const covers: string[] = [];
    const lines = beating(
      deps,
      'keep events',
      linesOfExecution(context.client, { runId, dir, execution }, covers),
    );
    const { file, lines: events } = await writeSlice(freshStore(run), lines, {
      ...{ slice, execution },
      covers: () => covers,
    });
    return { slice, file, events };
  });
}

/** The run's store, rid of what an earlier attempt left, with this execution noted. */
function freshStore(run: RunRef): Store {
  sweepTemporary(run.dir, ['logs', EVENT_SLICES, 'metadata', RUN_FILES.executions, SCRATCH]);
  const store = storeAt(run.dir, attemptToken(run.dir));
  const execution = Context.current().info.workflowExecution;
  if (execution) noteExecution(store, execution.runId);
  return store;
}

/** The run's events so far. */
function eventsOf(
  deps: ActivityDependencies,
  { run_id: runId, dir }: RunRef,
  phase: string,
): AsyncGenerator<JuicerEvent> {
  return beating(deps, phase, exportRunEvents(Context.current().client, { runId, dir }));
}

/** Beats while events are read, and ends with the attempt. */
async function* beating(
  deps: ActivityDependencies,
  phase: string,
  events: AsyncIterable<JuicerEvent>,
): AsyncGenerator<JuicerEvent> {
  const context = Context.current();
  let done = 0;
  const stop = startBeating(deps, () => context.heartbeat({ phase, done, total: null }));
  try {
    for await (const event of events) {
      context.cancellationSignal.throwIfAborted();
      done++;
      yield event;
    }
  } finally {
    stop();
  }
}

/** Size of all files below a folder, MiB; a file with several names counts once. */
function folderMb(dir: string): number {
  const sizes = new Map(filesBelow(dir).map((file) => [file.inode, file.bytes]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return Math.round((bytes / 2 ** 20) * 1000) / 1000;
}
