/** Reads what a report is made from: one pass over the events, the records of the run's folder. */
import { noteCodeOf } from '../../engine/own-ops.js';
import type { PartitionRecord } from '../../model/checkpoint.js';
import { JuicerError } from '../../model/errors.js';
import type { JuicerEvent } from '../../model/event.js';
import type { DatasetMapping, Plan } from '../../model/plan.js';
import type { Verdict } from '../../model/verdict.js';
import { readJson } from '../../storage/json-file.js';
import { resultRecord, RUN_FILES } from '../../storage/layout.js';
import type { Store } from '../../storage/store.js';
import { PartitionFold, type PartitionSeen } from './partition-fold.js';
import { ResourceFold } from './resource-fold.js';
import { RunFold, type RunSeen } from './run-fold.js';

/** What a report is made of besides the events. */
export interface ReportSources {
  runId: string;
  /** The store of the run's folder. */
  store: Store;
  /** The verdict where it is known; else events and summary tell how the run stands. */
  verdict?: Verdict | null;
  /** Temporal's Web UI: its address and the namespace there; the report links to the run. */
  webUi?: { address: string; namespace: string } | null;
  /** Also quote quarantined rows; left out, the report has nothing of what rows hold. */
  rows?: boolean;
  /** When the report is made, epoch seconds; now when it is left out. */
  now?: number;
}

/** What was read and folded before the parts of the report are made. */
export interface Gathered {
  sources: ReportSources;
  now: number;
  plan: Plan | null;
  mapping: DatasetMapping | null;
  records: Map<number, PartitionRecord>;
  run: RunSeen;
  partitions: ReadonlyMap<number, PartitionSeen>;
  resources: ResourceFold;
  notes: string[];
}

/**
 * Folds the events and reads the files. One that is missing or damaged is left out, and a note says so.
 * @throws JuicerError E_IO when a file cannot be read at all; whatever `events` throws.
 */
export async function gather(
  events: AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>,
  sources: ReportSources,
): Promise<Gathered> {
  const [run, partitions, resources] = [new RunFold(), new PartitionFold(), new ResourceFold()];
  for await (const event of events) {
    run.add(event);
    partitions.add(event);
    resources.add(event);
  }
  const notes: string[] = [];
  if (run.seen.last_at === null)
    notes.push('No events are at hand: times, attempts and workers are not known.');
  const { store } = sources;
  const plan = readOr<Plan>(store, RUN_FILES.plan, notes);
  noteCodeOf(plan?.ops ?? [], store);
  const mapping = plan && readOr<DatasetMapping>(store, RUN_FILES.mapping, notes);
  if (!plan) notes.push('The run has no plan that can be read.');
  return {
    sources,
    now: sources.now ?? Date.now() / 1000,
    plan,
    mapping,
    records: readRecords(store, mapping, notes),
    run: run.seen,
    partitions: partitions.partitions,
    resources,
    notes,
  };
}

function readRecords(store: Store, mapping: DatasetMapping | null, notes: string[]): Gathered['records'] {
  const records = new Map<number, PartitionRecord>();
  for (const { id } of mapping?.partitions ?? []) {
    const record = readOr<PartitionRecord>(store, resultRecord(id), notes);
    if (record) records.set(id, record);
  }
  return records;
}

/** A JSON file of the run; null when it is not there or damaged, which is noted. */
function readOr<T extends object>(store: Store, path: string, notes: string[]): T | null {
  try {
    return readJson<T>(store, path);
  } catch (error) {
    if (!(error instanceof JuicerError) || error.code !== 'E_CHECKPOINT') throw error;
    notes.push(`${error.message}.`);
    return null;
  }
}
