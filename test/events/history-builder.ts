/** Small histories made by hand, in the shape in which the SDK gives them. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { AttemptRecord } from '../../src/model/attempt.js';
import type { DatasetInput, PartitionInput, SegmentResult } from '../../src/model/contract.js';
import type { Verdict } from '../../src/model/verdict.js';
import { emptyLedger } from '../../src/model/ledger.js';
import type { Execution, HistoryEvent } from '../../src/events/history.js';

/** Epoch seconds at which every history here begins. */
export const START = 1_700_000_000;

const run = { run_id: 'r', dir: '/runs/r', recipe_sha256: 'cafe' };

/** Attributes of one event, by the name of their field. */
type Attributes = Partial<Record<keyof HistoryEvent, unknown>>;

/** How an activity of a hand-made history goes. */
export interface Activity {
  type: string;
  id?: string;
  input?: unknown;
  /** Number of the last attempt; 0: none was started. */
  attempt?: number;
  /** Field of the closing event and its content; absent: the activity stays open. */
  close?: Attributes;
}

/** Builds one execution, event by event; every event is a second after the one before. */
export class HistoryBuilder {
  private readonly events: HistoryEvent[] = [];

  constructor(
    private readonly workflowId: string,
    private readonly runId: string,
    private clock = START,
  ) {}

  event(attributes: Attributes): number {
    const id = this.events.length + 1;
    // As from the wire: numbers of 64 bits are objects that print as digits.
    const long = { toString: (): string => String(id) };
    const at = this.clock++;
    const eventTime = { seconds: { toString: (): string => String(at) }, nanos: 250_000_000 };
    this.events.push({ eventId: long, eventTime, ...attributes } as unknown as HistoryEvent);
    return id;
  }

  activity({ type, id, input, attempt = 1, close }: Activity): this {
    const scheduledEventId = this.event({
      activityTaskScheduledEventAttributes: {
        activityId: id ?? String(this.events.length),
        activityType: { name: type },
        input: payloads(input),
      },
    });
    if (attempt > 0 && close)
      this.event({ activityTaskStartedEventAttributes: { scheduledEventId, attempt } });
    for (const [field, content] of Object.entries(close ?? {})) {
      this.event({ [field]: { scheduledEventId, ...(content as object) } });
    }
    return this;
  }

  add(attributes: Attributes): this {
    this.event(attributes);
    return this;
  }

  build(): Execution {
    return { workflowId: this.workflowId, runId: this.runId, events: this.events };
  }
}

/** Values as the server keeps them. */
export function payloads(...list: unknown[]): { payloads: Payload[] } {
  return { payloads: list.map((v) => defaultPayloadConverter.toPayload(v) as Payload) };
}

/** The closing event of an activity that completed. */
export function completed(result: object): Attributes {
  return { activityTaskCompletedEventAttributes: { result: payloads(result) } };
}

/** The closing event of an activity whose last attempt failed by itself. */
export function failed(attempts: AttemptRecord[], type = 'E_OP'): Attributes {
  const details = payloads({ code: type }, { attempts });
  return {
    activityTaskFailedEventAttributes: {
      failure: { message: 'op broke', applicationFailureInfo: { type, details } },
    },
  };
}

/** The closing event of an activity whose last worker fell silent. */
export function timedOut(attempts: AttemptRecord[], timeoutType = 4): Attributes {
  const info = { timeoutType, lastHeartbeatDetails: payloads({ attempts }) };
  return {
    activityTaskTimedOutEventAttributes: { failure: { message: 'timeout', timeoutFailureInfo: info } },
  };
}

/** The closing event of an activity that was cancelled. */
export function cancelled(...details: unknown[]): Attributes {
  return { activityTaskCanceledEventAttributes: { details: payloads(...details) } };
}

/** A failed attempt that took a second. */
export function failure(attempt: number, more: Partial<AttemptRecord> = {}): AttemptRecord {
  const times = { started_at: START + attempt, ended_at: START + attempt + 1, worker: 'host:1' };
  return { attempt, ...times, error_type: 'E_OP', error_message: 'op broke', ...more };
}

const measured = {
  started_at: START + 1,
  ended_at: START + 3,
  worker: 'host:1',
  resource_usage: {
    cpu_seconds: 1,
    cpu_percent: 50,
    peak_rss_mb: 100,
    disk_read_mb: 0,
    disk_write_mb: 0,
    run_dir_mb: null,
    disk_free_mb: 1000,
  },
};

/** Any activity's result. */
export function result(more: object = {}): object {
  return { ...measured, ...more };
}

/** Result of a cut or a segment that ran ops [index, name] on ten rows. */
export function segmentResult(ops: [number, string][], more: Partial<SegmentResult> = {}): SegmentResult {
  const ledger = { ...emptyLedger(), rows_in: 10, rows_out: 10 };
  return {
    ...measured,
    segment: ops[0]?.[0] ?? -1,
    outcome: 'made',
    loaded_from: ops.length > 0 ? (ops[0]?.[0] ?? 0) - 1 : null,
    ops: ops.map(([index, name]) => ({ index, name, ...ledger, duration: 0.5 })),
    ledger,
    checkpoint: { path: 'checkpoints/x.parquet', sha256: 'aa', bytes: 9 },
    set_aside: [],
    ...more,
  };
}

/** A partition's history up to the point where its activities begin. Ops: `clean`, then `trim + drop` in one segment. */
export function partitionHistory(
  partition: number,
  runId = `child-${partition}`,
  clock = START,
): HistoryBuilder {
  const input = {
    run,
    partition,
    rows: 10,
    bytes: 100,
    segments: [
      { index: 0, from: 0, to: 0, stem: 'op_000_clean', summary: 'clean' },
      { index: 1, from: 1, to: 2, stem: 'op_002_drop', summary: 'trim + drop' },
    ],
  } as unknown as PartitionInput;
  const id = `r/p${String(partition).padStart(6, '0')}`;
  return new HistoryBuilder(id, runId, clock).add({
    workflowExecutionStartedEventAttributes: { input: payloads(input) },
  });
}

/** A partition's history to its good end. */
export function donePartition(partition: number, runId?: string, clock?: number): Execution {
  return partitionHistory(partition, runId, clock)
    .activity({ type: 'cutPartition', close: completed(segmentResult([])) })
    .activity({
      type: 'applySegment',
      input: { segment: 0 },
      close: completed(segmentResult([[0, 'clean']])),
    })
    .activity({
      type: 'applySegment',
      input: { segment: 1 },
      close: completed(
        segmentResult([
          [1, 'trim'],
          [2, 'drop'],
        ]),
      ),
    })
    .activity({
      type: 'finishPartition',
      close: completed(result({ ledger: emptyLedger(), record: {}, result: {} })),
    })
    .add({ workflowExecutionCompletedEventAttributes: { result: payloads({ status: 'done' }) } })
    .build();
}

/** A run's history up to the point where its activities begin. */
export function runHistory(runId = 'parent', carried?: object): HistoryBuilder {
  const input = {
    run,
    project_name: 'demo',
    search_attributes: false,
    ...(carried ? { carried } : {}),
  } as DatasetInput;
  return new HistoryBuilder('r', runId).add({
    workflowExecutionStartedEventAttributes: { input: payloads(input) },
  });
}

/** A run's verdict. */
export function verdict(status: Verdict['status'], more: Partial<Verdict> = {}): Verdict {
  return {
    status,
    started_at: START,
    ended_at: START + 60,
    counts: {
      partitions: 1,
      completed: 1,
      failed: 0,
      parked: 0,
      skipped: 0,
      active: 0,
      ledger: emptyLedger(),
    },
    export: null,
    failure: null,
    failed_partitions: [],
    parked_partitions: [],
    skipped_partitions: [],
    ...more,
  };
}
