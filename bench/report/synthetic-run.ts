/** A made-up run of any number of partitions: its folder and its events, as a real one would leave them. */
import fs from 'node:fs';
import path from 'node:path';
import type { DonePartition, OpCount } from '../../src/model/checkpoint.js';
import type { EventType, JuicerEvent } from '../../src/model/event.js';
import { plainEvent } from './plain-event.js';
import { chainLedgers, emptyLedger, type Ledger } from '../../src/model/ledger.js';
import type { DatasetMapping } from '../../src/model/plan.js';
import { sealed, sha256 } from '../../src/storage/json-file.js';
import { resultRecord, RUN_FILES } from '../../src/storage/layout.js';
import { NAMES, RUN_ID, syntheticPlan } from './synthetic-plan.js';

/** What is made. */
export interface SyntheticRun {
  dir: string;
  partitions: number;
  /** Rows of every partition. */
  rows: number;
}

const START = 1_764_000_000;
/** Every so many partitions one has a failed attempt, a lost worker, and is parked in the end. */
export const EVERY = { failed: 97, lost: 1013, parked: 4001 } as const;

/** Writes the folder: input, plan, mapping, a record per partition that is done. */
export function writeSyntheticRun(run: SyntheticRun): void {
  const input = path.join(run.dir, 'input.jsonl');
  for (const folder of ['metadata', 'results', 'logs'])
    fs.mkdirSync(path.join(run.dir, folder), { recursive: true });
  const lines = Array.from({ length: run.rows }, (_, i) => JSON.stringify({ text: textOf(i) })).join('\n');
  const bytes = Buffer.from(run.rows === 0 ? '' : `${lines}\n`);
  fs.writeFileSync(input, bytes);
  put(run.dir, RUN_FILES.plan, syntheticPlan());
  put(run.dir, RUN_FILES.mapping, mappingOf(run, input, bytes));
  for (let p = 0; p < run.partitions; p++)
    if (!isParked(p)) put(run.dir, resultRecord(p), recordOf(p, run.rows));
}

/** The run's events in order of time. */
export function* syntheticEvents(run: SyntheticRun): Generator<JuicerEvent> {
  yield event('PROCESSING_START', START, { metadata: { project_name: 'synthetic' } });
  for (let p = 0; p < run.partitions; p++) yield* partitionEvents(p, run.rows);
  const at = START + run.partitions * 0.05 + 5;
  yield event('PROCESSING_COMPLETE', at, { metadata: { ended_at: at } });
}

function* partitionEvents(partition: number, rows: number): Generator<JuicerEvent> {
  const start = START + partition * 0.05;
  const of = { partition_id: partition };
  yield event('PARTITION_START', start, { ...of, metadata: { rows } });
  let at = start;
  for (const op of countsOf(partition, rows).slice(1)) {
    const place = { ...of, operation_name: op.name, operation_idx: op.index, attempt: 1 };
    if (op.index === 1) yield* troubles(partition, { at: at + 0.1, place });
    at += op.duration;
    const { index: _index, name: _name, duration, ...ledger } = op;
    const times = { worker: `host:${partition % 4}`, started_at: at - duration, ended_at: at };
    yield event('OPERATION_START', at, { ...place, metadata: times });
    yield event('OPERATION_COMPLETE', at, { ...place, duration, metadata: { ...times, ledger } });
    yield event('RESOURCE_USAGE', at, { ...place, metadata: times, resource_usage: usage(partition) });
    yield event('CHECKPOINT_SAVE', at, { ...place, metadata: times });
  }
  if (isParked(partition)) {
    yield event('PARTITION_ERROR', at, { ...of, error_message: 'TypeError', metadata: {} });
    yield event('PARTITION_PARKED', at, of);
  } else yield event('PARTITION_COMPLETE', at, { ...of, duration: at - start, metadata: {} });
}

function* troubles(
  partition: number,
  { at, place }: { at: number; place: Partial<JuicerEvent> },
): Generator<JuicerEvent> {
  const lost = partition % EVERY.lost === 1;
  if (!lost && partition % EVERY.failed !== 1 && !isParked(partition)) return;
  const metadata = {
    worker: `host:${partition % 4}`,
    started_at: at - 0.1,
    ended_at: lost ? null : at,
    lost,
  };
  yield event('OPERATION_ERROR', at, { ...place, error_message: lost ? 'worker lost' : 'E_IO', metadata });
  yield event('OPERATION_RETRY', at, { ...place, attempt: 2 });
}

/** Whether a partition is parked in the end. */
export function isParked(partition: number): boolean {
  return partition % EVERY.parked === 7;
}

function event(type: EventType, timestamp: number, fields: Partial<JuicerEvent>): JuicerEvent {
  return plainEvent(type, timestamp, {
    source: { workflow_id: RUN_ID, run_id: '', event_id: 1, index: 0 },
    ...fields,
  });
}

function usage(partition: number): NonNullable<JuicerEvent['resource_usage']> {
  return {
    cpu_seconds: 0.4,
    cpu_percent: 60 + (partition % 40),
    peak_rss_mb: 300 + (partition % 50),
    disk_read_mb: 1,
    disk_write_mb: 1,
    run_dir_mb: null,
    disk_free_mb: 50_000 - partition / 2,
  };
}

/** Texts of many lengths. */
function textOf(i: number): string {
  return 'word '.repeat(1 + ((i * 7) % 90)).trim();
}

function put(dir: string, file: string, value: object): void {
  fs.writeFileSync(path.join(dir, file), sealed(value));
}

/** The counts of a partition: the second op drops a quarter, the fourth another one. */
function countsOf(partition: number, rows: number): OpCount[] {
  const dropped = Math.floor(rows / 4);
  const ledgers: Ledger[] = [
    { ...emptyLedger(), rows_in: rows, rows_out: rows },
    { ...emptyLedger(), rows_in: rows, rows_out: rows },
    { ...emptyLedger(), rows_in: rows, rows_out: rows - dropped, rejected: dropped },
    { ...emptyLedger(), rows_in: rows - dropped, rows_out: rows - dropped },
    { ...emptyLedger(), rows_in: rows - dropped, rows_out: rows - 2 * dropped, rejected: dropped },
  ];
  return ledgers.map((ledger, i) => ({
    index: i - 1,
    name: NAMES[i - 1] ?? 'partition',
    ...ledger,
    duration: i === 0 ? 0 : 0.01 * i * (1 + (partition % 23) / 10),
  }));
}

function recordOf(partition: number, rows: number): DonePartition {
  const ops = countsOf(partition, rows);
  const file = { path: `results/${partition}.parquet`, sha256: '', bytes: 0 };
  return {
    schema_version: 1,
    run_id: RUN_ID,
    partition,
    status: 'done',
    fingerprint: '',
    result: file,
    ops,
    ledger: chainLedgers(ops),
    quarantine: null,
    finished_at: new Date(START * 1000).toISOString(),
  };
}

function mappingOf(run: SyntheticRun, file: string, bytes: Buffer): DatasetMapping {
  const { partitions, rows } = run;
  const digest = sha256(bytes);
  const form = { file, format: 'jsonl', packing: 'none' } as const;
  return {
    schema_version: 1,
    run_id: RUN_ID,
    total_rows: partitions * rows,
    total_bytes: partitions * bytes.length,
    strategy: 'sample',
    partition_size: Math.max(1, rows),
    max_partition_size_mb: 128,
    dataset_path: file,
    inputs: [{ ...form, bytes: bytes.length, mtime_ms: 0, rows }],
    partitions: Array.from({ length: partitions }, (_, id) => ({
      id,
      sources: [
        { ...form, byte_start: 0, byte_end: bytes.length, row_start: 0, row_end: rows, line_start: 1 },
      ],
      rows,
      bytes: bytes.length,
      sha256: digest,
      path: `partitions/${id}.parquet`,
    })),
  };
}
