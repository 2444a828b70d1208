import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import {
  finalMappingReport,
  performanceMetrics,
  processingSummary,
  type ReportSources,
} from '../../src/events/summaries.js';
import { tallyEvents } from '../../src/events/tally.js';
import { cpuSeconds } from '../../src/events/usage-tally.js';
import type { PartitionRecord } from '../../src/model/checkpoint.js';
import type { SegmentResult } from '../../src/model/contract.js';
import { emptyLedger } from '../../src/model/ledger.js';
import type { DatasetMapping, Plan } from '../../src/model/plan.js';
import {
  completed,
  donePartition,
  failure,
  partitionHistory,
  payloads,
  result,
  segmentResult,
  timedOut,
  verdict,
} from './history-builder.js';

const plan = {
  run_id: 'r',
  project_name: 'demo',
  ops: ['clean', 'trim', 'drop'].map((name, index) => ({ name, index })),
} as Plan;
const mapping = {
  total_rows: 30,
  partitions: [0, 1, 2].map((id) => ({ id, rows: 10, bytes: 2 ** 20, sha256: `s${id}` })),
} as DatasetMapping;

function record(partition: number, duration: number): PartitionRecord {
  const ledger = { ...emptyLedger(), rows_in: 10, rows_out: 8, rejected: 2 };
  const ops = [
    { index: -1, name: 'partition', ...emptyLedger(), rows_in: 10, rows_out: 10, duration: 0 },
    { index: 0, name: 'clean', ...ledger, duration },
  ];
  return {
    partition,
    status: 'done',
    ledger,
    ops,
    result: { path: 'p', sha256: 'a', bytes: 1 },
  } as unknown as PartitionRecord;
}

const finish = result({ ledger: { ...emptyLedger(), rows_in: 10, rows_out: 8 }, record: {}, result: {} });
const clean = { type: 'applySegment', input: { segment: 0 } };
const histories = [
  donePartition(0),
  partitionHistory(1)
    .activity({
      ...clean,
      attempt: 3,
      close: completed({
        ...segmentResult([[0, 'clean']]),
        attempts: [failure(1), { attempt: 2, lost: true }],
      }),
    })
    .activity({ type: 'applySegment', input: { segment: 1 }, attempt: 1, close: timedOut([{ attempt: 1 }]) })
    .add({
      workflowExecutionCompletedEventAttributes: {
        result: payloads({ status: 'failed', failure: { type: 'E', message: 'm' } }),
      },
    })
    .build(),
];

async function sources(more: Partial<ReportSources> = {}): Promise<ReportSources> {
  const counts = {
    partitions: 3,
    completed: 1,
    failed: 1,
    parked: 0,
    skipped: 0,
    active: 0,
    ledger: emptyLedger(),
  };
  const tally = await tallyEvents(eventsFromHistories(histories));
  return {
    verdict: verdict('failed', { counts }),
    plan,
    mapping,
    records: [record(0, 2), null, null],
    tally,
    runDirMb: 5,
    ...more,
  };
}

test('the summary counts every attempt: those that failed, and those lost with their worker', async () => {
  const summary = processingSummary(await sources());
  assert.deepEqual(summary.attempts, { total: 8, failed: 3, lost: 2 });
  assert.equal(summary.success_rate, 1 / 3);
  assert.deepEqual([summary.ledger.rows_in, summary.ledger.rejected], [10, 2]);
  assert.deepEqual(
    summary.ops.map((o) => [o.name, o.rows_out]),
    [
      ['clean', 8],
      ['trim', 0],
      ['drop', 0],
    ],
  );
});

test('an empty dataset that completed succeeded whole', async () => {
  const counts = {
    partitions: 0,
    completed: 0,
    failed: 0,
    parked: 0,
    skipped: 0,
    active: 0,
    ledger: emptyLedger(),
  };
  const summary = processingSummary(await sources({ verdict: verdict('done', { counts }), records: [] }));
  assert.equal(summary.success_rate, 1);
});

/** A partition that took the op `clean` so long. */
function taking(partition: number, duration: number): ReturnType<typeof donePartition> {
  const [count] = segmentResult([[0, 'clean']], {}).ops as [object];
  const result = segmentResult([[0, 'clean']], { ops: [{ ...count, duration }] as SegmentResult['ops'] });
  return partitionHistory(partition)
    .activity({ ...clean, close: completed(result) })
    .activity({ type: 'finishPartition', close: completed(finish) })
    .build();
}

test('the metrics tell mean, quantiles, rates and retries per op, and null where there is nothing', async () => {
  const events = eventsFromHistories([taking(0, 1), taking(2, 6), taking(3, 2), ...histories.slice(1)]);
  const metrics = performanceMetrics(await sources({ tally: await tallyEvents(events) }));
  const [first, second] = metrics.ops;
  assert.deepEqual(
    [first?.count, first?.total, first?.mean, first?.p50, first?.p95, first?.max, first?.rows_per_second],
    [3, 9, 3, 2, 6, 6, 30 / 9],
  );
  assert.deepEqual([first?.retries, first?.failed_attempts], [2, 2]);
  assert.deepEqual(
    [second?.count, second?.mean, second?.p95, second?.rows_per_second],
    [0, null, null, null],
  );
  assert.deepEqual([metrics.rows_per_second, metrics.mb_per_second], [0.5, 300 / 2 ** 20 / 60]);
  assert.deepEqual(metrics.resource_usage, {
    cpu_seconds: metrics.resource_usage.cpu_seconds,
    peak_rss_mb: 100,
    run_dir_mb: 5,
    disk_free_mb: 1000,
  });
});

test('CPU time of attempts side by side in one worker is not counted twice', async () => {
  // Five attempts of one worker, each over the same two seconds with one second of CPU time.
  const tally = await tallyEvents(eventsFromHistories(histories));
  assert.equal(cpuSeconds(tally.usage), 1);
});

test('the final mapping says of every partition what became of it', async () => {
  const report = finalMappingReport(await sources());
  assert.deepEqual(
    report.partitions.map((p) => [p.id, p.status, p.attempts, p.rows_out]),
    [
      [0, 'done', 4, 8],
      [1, 'failed', 4, null],
      [2, 'not_started', 0, null],
    ],
  );
});
