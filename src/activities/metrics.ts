/**
 * The worker's own metrics, on the SDK's meter and so on its endpoint. Labels are names of ops and steps and a few fixed
 * words: no runs, partitions or workers, whose number has no bound (events tell of those).
 */
import type { MetricMeter } from '@temporalio/common';
import type { SegmentOutcome } from '../engine/job.js';
import type { AlertRule } from '../model/alert.js';

/** How an attempt ended, as far as its worker knows. */
export type AttemptOutcome = 'done' | 'failed' | 'cancelled' | 'lost';

/** Upper bounds of the histograms' buckets, seconds. */
const SECONDS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000];

/** For the SDK's `histogramBucketOverrides`. */
export const BUCKETS: Record<string, number[]> = {
  juicer_op_seconds: SECONDS,
  juicer_checkpoint_seconds: SECONDS,
};

/** Counts what this worker did since it started. On a meter that does nothing it does nothing. */
export class WorkerMetrics {
  private readonly m: ReturnType<typeof instruments>;

  constructor(meter: MetricMeter) {
    this.m = instruments(meter);
  }

  /** A partition was read from the input: `lines` of them, `bytes` of it. */
  read({ record, outcome }: SegmentOutcome, bytes: number): void {
    if (outcome === 'adopted' || record.index !== -1) return;
    this.m.bytesRead.add(bytes);
    this.ledger('partition', record.ledger);
    this.m.bytesWritten.add(record.bytes, { kind: 'partition' });
  }

  /** A segment was made. What an attempt before had made, and could not tell of, is not counted. */
  applied({ record, ops, outcome, checkpoint_seconds }: SegmentOutcome): void {
    if (outcome === 'adopted') return;
    for (const op of ops) {
      this.ledger(op.name, op);
      this.m.opSeconds.record(op.duration, { op: op.name });
    }
    this.m.bytesWritten.add(record.bytes, { kind: 'checkpoint' });
    if (checkpoint_seconds !== undefined) this.m.checkpointSeconds.record(checkpoint_seconds);
  }

  /** The export was written. */
  exported(bytes: number): void {
    this.m.bytesWritten.add(bytes, { kind: 'export' });
  }

  /** An attempt at an op or a step ended. */
  attempt(op: string, outcome: AttemptOutcome): void {
    this.m.attempts.add(1, { op, outcome });
  }

  /** Threads that work now, and jobs that wait for one. */
  threads(busy: number, waiting: number): void {
    this.m.busy.set(busy);
    this.m.waiting.set(waiting);
  }

  /** Partitions that wait for a decision, of the runs that this worker follows. */
  parked(partitions: number): void {
    this.m.parked.set(partitions);
  }

  /** An alert began. */
  alert(rule: AlertRule): void {
    this.m.alerts.add(1, { rule });
  }

  private ledger(op: string, l: { rows_in: number; rows_out: number; quarantined: number }): void {
    this.m.rowsIn.add(l.rows_in, { op });
    this.m.rowsOut.add(l.rows_out, { op });
    this.m.quarantined.add(l.quarantined, { op });
  }
}

function instruments(meter: MetricMeter) {
  const counter = (name: string, text: string) => meter.createCounter(`juicer_${name}`, undefined, text);
  const gauge = (name: string, text: string) => meter.createGauge(`juicer_${name}`, 'int', undefined, text);
  const seconds = (name: string, text: string) => meter.createHistogram(`juicer_${name}`, 'float', 's', text);
  return {
    rowsIn: counter('rows_in', 'Rows that went into an op, or lines that were read'),
    rowsOut: counter('rows_out', 'Rows that came out of it'),
    quarantined: counter('rows_quarantined', 'Rows that could not be read, or that made an op throw'),
    bytesRead: counter('bytes_read', 'Bytes of input that were read'),
    bytesWritten: counter('bytes_written', 'Bytes of partitions, checkpoints and exports that were written'),
    opSeconds: seconds('op_seconds', 'Seconds that an op took for a partition'),
    checkpointSeconds: seconds('checkpoint_seconds', 'Seconds for checkpoints of an attempt: read, written'),
    attempts: counter('attempts', 'Attempts at ops and steps that ended'),
    busy: gauge('threads_busy', 'Threads that work'),
    waiting: gauge('jobs_waiting', 'Jobs that wait for a thread'),
    parked: gauge('partitions_parked', 'Partitions that wait for a decision'),
    alerts: counter('alerts', 'Alerts that began'),
  };
}
