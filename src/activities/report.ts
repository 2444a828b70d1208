/** The last activities of a run: its reports, then its event log. */
import { Context } from '@temporalio/activity';
import { attemptToken } from '../engine/pool.js';
import { noteExecution } from '../events/executions.js';
import { exportRunEvents } from '../events/export.js';
import { writeEventLog } from '../events/log-file.js';
import { finalMappingReport, performanceMetrics, processingSummary } from '../events/summaries.js';
import { tallyEvents } from '../events/tally.js';
import type { PartitionRecord } from '../model/checkpoint.js';
import type { ReportResult, RunRef } from '../model/contract.js';
import type { Verdict } from '../model/verdict.js';
import { JuicerError } from '../model/errors.js';
import type { JuicerEvent } from '../model/event.js';
import type { Plan } from '../model/plan.js';
import { readJson, writeJson } from '../storage/json-file.js';
import { resultRecord, RUN_FILES, SCRATCH } from '../storage/layout.js';
import { filesBelow } from '../storage/folders.js';
import { localStore, sweepTemporary } from '../storage/local-store.js';
import type { Store } from '../storage/store.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured } from './measured.js';
import { runFiles } from './run-files.js';

const BEAT_EVERY_MS = 2000;

/** Writes summary, metrics and the final mapping. */
export function writeReports(
  _deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<ReportResult> {
  const { run, verdict } = input;
  return measured(run, async () => {
    const store = freshStore(run);
    const { plan, mapping } = runFiles(run);
    const tally = await tallyEvents(eventsOf(run, 'write reports'));
    const records = mapping.partitions.map((p) => readJson<PartitionRecord>(store, resultRecord(p.id)));
    const sources = { verdict, plan, mapping, records, tally, runDirMb: folderMb(run.dir) };
    const files = [
      writeJson(store, RUN_FILES.finalMapping, finalMappingReport(sources)),
      writeJson(store, RUN_FILES.metrics, performanceMetrics(sources)),
      writeJson(store, RUN_FILES.summary, processingSummary(sources)),
    ];
    return { files };
  });
}

/** Writes the event log, if the recipe wants one; a run that was never planned has the default settings. */
export function exportEvents(
  _deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<ReportResult> {
  const { run } = input;
  return measured(run, async () => {
    const store = freshStore(run);
    const plan = planOf(store);
    if (plan && !plan.settings.export_events) return { files: [], events: 0 };
    return writeEventLog(store, eventsOf(run, 'export events'), plan?.event_logging ?? DEFAULT_LOGGING);
  });
}

const DEFAULT_LOGGING = { log_level: 'INFO', max_log_size_mb: 100, backup_count: 5 } as const;

/** The plan, of whatever recipe; null when there is none to be read: that has failed the run, and the log tells of it. */
function planOf(store: Store): Plan | null {
  try {
    return readJson<Plan>(store, RUN_FILES.plan);
  } catch (error) {
    if (error instanceof JuicerError && !error.retryable) return null;
    throw error;
  }
}

/** The run's store, rid of what an earlier attempt left, with this execution noted. */
function freshStore(run: RunRef): Store {
  sweepTemporary(run.dir, ['logs', 'metadata', RUN_FILES.executions, SCRATCH]);
  const store = localStore(run.dir, attemptToken(run.dir));
  const execution = Context.current().info.workflowExecution;
  if (execution) noteExecution(store, execution.runId);
  return store;
}

/** The run's events so far; beats while they are read, and ends with the attempt. */
async function* eventsOf(run: RunRef, phase: string): AsyncGenerator<JuicerEvent> {
  const context = Context.current();
  let done = 0;
  const beat = setInterval(() => context.heartbeat({ phase, done, total: null }), BEAT_EVERY_MS);
  try {
    for await (const event of exportRunEvents(context.client, { runId: run.run_id, dir: run.dir })) {
      context.cancellationSignal.throwIfAborted();
      done++;
      yield event;
    }
  } finally {
    clearInterval(beat);
  }
}

/** Size of all files below a folder, MiB; a file with several names counts once. */
function folderMb(dir: string): number {
  const sizes = new Map(filesBelow(dir).map((file) => [file.inode, file.bytes]));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  return Math.round((bytes / 2 ** 20) * 1000) / 1000;
}
