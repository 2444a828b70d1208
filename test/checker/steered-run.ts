/** The synthetic run as people steered it: a partition left out, parked, stopped, made again or given up; all consistent. */
import fs from 'node:fs';
import { at, editEvents, editExport, editJson, resealMapping, type Loose } from './plant.js';
import { counts, opLine, OPS, PARTITIONS } from './synthetic-rows.js';
import type { SyntheticRun } from './synthetic-run.js';

const LAST = OPS.length - 1;
const FAILURE = { type: 'E_IO', message: 'the disk failed', op: OPS[LAST] };
const RUN_ID = 'synthetic-run';

/** Leaves partition 1 out: it failed at its last op. */
export function skipped(run: SyntheticRun, o: { keepExport?: boolean } = {}): void {
  fail(run, [
    { event_type: 'PARTITION_ERROR', partition_id: 1 },
    { event_type: 'WARNING', partition_id: 1, message: 'partition is left out of the result' },
  ]);
  const head = { schema_version: 1, run_id: RUN_ID, partition: 1, status: 'skipped' };
  fs.writeFileSync(
    at(run, 'results/partition_000001.json'),
    JSON.stringify({ ...head, rows: PARTITIONS[1]?.length, failure: FAILURE, finished_at: '' }),
  );
  report(run, 'done', 'skipped');
  if (!o.keepExport) editExport(run, (lines) => lines.slice(0, 2), true);
  resealMapping(run);
}

/** Parks partition 1: the run waits for a decision. */
export function parked(run: SyntheticRun, o: { keepManifest?: boolean } = {}): void {
  fail(run, [
    { event_type: 'PARTITION_ERROR', partition_id: 1 },
    { event_type: 'PARTITION_PARKED', partition_id: 1 },
  ]);
  fs.rmSync(at(run, 'results/partition_000001.json'));
  report(run, 'waiting', 'parked');
  editEvents(run, (events) =>
    events.filter((e) => !/PROCESSING_COMPLETE|DATASET_SAVE/.test(String(e['event_type']))),
  );
  if (!o.keepManifest) fs.rmSync(at(run, 'metadata/manifest.json'));
}

/** Lets partition 0 stop at a checkpoint before its last op and go on in another execution of its workflow. */
export function yielded(run: SyntheticRun): void {
  editEvents(run, (events) => {
    const cut = events.findIndex((e) => e['partition_id'] === 0 && e['operation_idx'] === LAST);
    const like = events[cut] ?? {};
    const plain = { ...like, operation_name: null, operation_idx: null, attempt: null };
    const pause = { ...plain, event_type: 'PAUSED', metadata: { next: LAST } };
    const start = { ...plain, event_type: 'PARTITION_START' };
    return renumbered([...events.slice(0, cut), pause, start, ...inExecution(events.slice(cut), 'second')]);
  });
  editEvents(run, (events) => {
    const start = events.findLastIndex(
      (e) => e['event_type'] === 'PARTITION_START' && e['partition_id'] === 0,
    );
    return [
      ...events.slice(0, start),
      ...inExecution(events.slice(start, start + 1), 'second'),
      ...events.slice(start + 1),
    ];
  });
}

/** Makes partition 0 again from its first op, after it was done. */
export function rerun(run: SyntheticRun, from_op: number): void {
  editEvents(run, (events) => {
    const own = events.filter((e) => e['partition_id'] === 0);
    const end = events.indexOf(own.at(-1) ?? {}) + 1;
    const [first] = events;
    const ask = { ...first, event_type: 'RERUN', partition_id: 0, metadata: { partition: 0, from_op } };
    return renumbered([...events.slice(0, end), ask, ...inExecution(own, 'second'), ...events.slice(end)]);
  });
}

/** Marks the last checkpoint of partition 0 as given up by decision; its rows go on all the same. */
export function givenUp(run: SyntheticRun): void {
  const stem = `checkpoints/partition_000000/op_00${LAST}_${OPS[LAST] ?? ''}`;
  editJson(run, `${stem}.json`, (r) => Object.assign(r, { given_up: true }));
  steer(run, [
    { event_type: 'DECIDED', partition_id: 0, metadata: { partition: 0, decision: 'quarantine' } },
  ]);
}

/** Adds lines of the run itself before its end; where it waits, at the end. */
export function steer(run: SyntheticRun, lines: Loose[]): void {
  editEvents(run, (events) => {
    const end = events.at(-1)?.['event_type'] === 'PROCESSING_COMPLETE' ? events.length - 1 : events.length;
    const [first] = events;
    return renumbered([
      ...events.slice(0, end),
      ...lines.map((l) => ({ ...first, ...l })),
      ...events.slice(end),
    ]);
  });
}

/** Lets partition 1 fail at its last op and end with these lines. */
function fail(run: SyntheticRun, ends: Loose[]): void {
  editEvents(run, (events) =>
    events.flatMap((e) => {
      if (e['partition_id'] !== 1) return [e];
      if (e['event_type'] === 'PARTITION_COMPLETE')
        return ends.map((end, index) => withIndex({ ...e, ...end }, index));
      if (e['operation_idx'] !== LAST || e['event_type'] === 'OPERATION_START') return [e];
      return e['event_type'] === 'OPERATION_COMPLETE' ? [{ ...e, event_type: 'OPERATION_ERROR' }] : [];
    }),
  );
  const stem = `checkpoints/partition_000001/op_00${LAST}_${OPS[LAST] ?? ''}`;
  for (const file of [
    `${stem}.json`,
    `${stem}.parquet`,
    'results/partition_000001_processed.parquet',
    'quarantine/partition_000001.jsonl',
    'checkpoints/partition_000001/metadata.json',
  ])
    fs.rmSync(at(run, file));
}

/** Reports of a run in which only partition 0 is done. */
function report(run: SyntheticRun, verdict: string, status: 'skipped' | 'parked'): void {
  const [rows = []] = PARTITIONS;
  const ledger = counts(rows, -1, LAST);
  const ops = [-1, ...OPS.keys()].map((index) => opLine(rows, index));
  editJson(run, 'logs/processing_summary.json', (s) => {
    const done = { completed: 1, [status]: 1, ledger };
    const all = Object.assign(s['counts'] as Loose, done);
    Object.assign(s, { verdict, counts: all, ledger, ops, success_rate: 0.5 });
  });
  editJson(run, 'logs/performance_metrics.json', (m) =>
    Object.assign(m, { ops: ops.map((op) => ({ ...op, count: 1 })) }),
  );
  editJson(run, 'metadata/final_mapping_report.json', (m) => {
    const entry = (m['partitions'] as Loose[])[1] ?? {};
    Object.assign(entry, { status, ops: [], result: null, rows_out: null });
  });
}

/** Lines of partition 0 as those of another execution of its workflow. */
function inExecution(events: readonly Loose[], name: string): Loose[] {
  return events.map((e) =>
    e['partition_id'] === 0
      ? { ...e, source: { ...(e['source'] as Loose), run_id: `execution/${name}` } }
      : e,
  );
}

/** Gives every line a time and a history event of its own, in the order in which they stand. */
function renumbered(events: readonly Loose[]): Loose[] {
  return events.map((e, i) => ({
    ...e,
    timestamp: 1_700_000_000 + i / 8,
    source: { ...(e['source'] as Loose), event_id: i + 1 },
  }));
}

function withIndex(event: Loose, index: number): Loose {
  return { ...event, source: { ...(event['source'] as Loose), index } };
}
