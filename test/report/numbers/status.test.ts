import assert from 'node:assert/strict';
import test from 'node:test';
import { partitionStatus, statusSummary } from '../../../src/report/numbers/status.js';
import { statusReport } from '../../../src/report/numbers/report.js';
import type { JuicerEvent } from '../../../src/model/event.js';
import type { RunCounts } from '../../../src/model/verdict.js';
import { eventsFromHistories } from '../../../src/events/from-history.js';
import { recorded } from '../../events/recorded-runs.js';
import { applied, began, donePartition, ended, event, failedAttempt, START, started } from '../events.js';

const parked = [
  event('PARTITION_ERROR', {
    partition_id: 2,
    duration: 3,
    error_message: 'broke',
    metadata: { error_type: 'E_OP', op: 'trim' },
  }),
  event('PARTITION_PARKED', { partition_id: 2, metadata: { error_type: 'E_OP', op: 'trim' } }),
];

/** Of six partitions one is done, one goes on, one is parked, one left out, two have not begun. */
function going(): JuicerEvent[] {
  return [
    ...began(6),
    ...donePartition(0, {}),
    started(1),
    ...applied(1, 0, { rows: [10, 7] }),
    ...failedAttempt(1, 1, { lost: true }),
    started(2),
    ...parked,
    started(3),
    event('PARTITION_ERROR', { partition_id: 3, duration: 1, error_message: 'broke' }),
    event('WARNING', { partition_id: 3, message: 'partition is left out of the result' }),
  ];
}

test('of a run that goes on every partition is in one state, and the success rate is over those that ended', async () => {
  const s = await statusSummary(going());
  assert.deepEqual(
    [s.status, s.total_partitions, s.active_partitions, s.completed_partitions],
    ['running', 6, 1, 1],
  );
  assert.deepEqual(
    [
      s.failed_partitions,
      s.parked_partitions,
      s.skipped_partitions,
      s.cancelled_partitions,
      s.pending_partitions,
    ],
    [0, 1, 1, 0, 2],
  );
  assert.equal(s.success_rate, 1 / 3);
  assert.deepEqual([s.rows.total, s.rows.rows_in, s.retries], [60, 10, 1]);
  assert.deepEqual(s.attempts, { total: 4, failed: 1, lost: 1 });
  assert.deepEqual([s.checkpoints.saved, s.warnings, s.ended_at], [3, 1, null]);
});

test('of a run that has ended the success rate is over all partitions', async () => {
  const s = await statusSummary([...going(), ended(60, 'PROCESSING_ERROR')]);
  assert.deepEqual([s.status, s.success_rate, s.duration, s.ended_at], ['failed', 1 / 6, 60, START + 60]);
  assert.equal(s.error?.message, 'too much');
});

test('real runs that failed or were cancelled are counted as their verdict counts them', async () => {
  for (const name of ['failed-run', 'cancelled-run']) {
    const events = eventsFromHistories(recorded(name));
    const counts = events.findLast((e) => e.partition_id === null && e.metadata['counts'])?.metadata[
      'counts'
    ] as RunCounts;
    const s = await statusSummary(events);
    // Recorded before partitions could be parked or skipped.
    const { parked = 0, skipped = 0 } = counts as Partial<RunCounts>;
    assert.deepEqual(
      [
        s.total_partitions,
        s.completed_partitions,
        s.failed_partitions,
        s.parked_partitions,
        s.skipped_partitions,
      ],
      [counts.partitions, counts.completed, counts.failed, parked, skipped],
      name,
    );
    for (const key of ['rows_in', 'rows_out', 'quarantined'] as const)
      assert.equal(s.rows[key], counts.ledger[key], `${name}: ${key}`);
  }
});

test('a pause is seen while it lasts, and its time afterwards', async () => {
  const paused = [...began(1), event('PAUSED', { timestamp: START + 5 })];
  const during = await statusSummary(paused);
  assert.deepEqual([during.status, during.paused], ['paused', true]);
  const after = await statusSummary([...paused, event('RESUMED', { timestamp: START + 8 }), ended(20)]);
  assert.deepEqual([after.status, after.paused, after.paused_seconds], ['done', false, 3]);
});

test('a partition that stopped at a checkpoint waits for its turn, and its times add up', async () => {
  const yields = event('PAUSED', { partition_id: 0, duration: 3, metadata: { next: 1 } });
  const events = [...began(1), started(0), ...applied(0, 0), yields];
  const s = await statusSummary(events);
  assert.deepEqual([s.pending_partitions, s.active_partitions, s.paused], [1, 0, false]);
  const p = await partitionStatus(
    [...events, started(0), event('PARTITION_COMPLETE', { partition_id: 0, duration: 2 })],
    0,
  );
  assert.deepEqual([p.status, p.duration], ['done', 5]);
});

test('a run that waits for a decision says so, and goes on when it has come', async () => {
  const waits = event('WARNING', { message: 'run waits for a decision: 1 partitions are parked' });
  assert.equal((await statusSummary([...going(), waits])).status, 'waiting');
  const decided = event('DECIDED', { metadata: { decision: 'retry', partition: 'all' } });
  assert.equal((await statusSummary([...going(), waits, decided])).status, 'running');
});

test('what a later execution takes up again is to come, what was done stays done', async () => {
  const events = [...going(), ended(60, 'PROCESSING_ERROR'), ...began(6)];
  const s = await statusSummary(events);
  assert.deepEqual(
    [s.status, s.completed_partitions, s.parked_partitions, s.pending_partitions],
    ['running', 1, 0, 4],
  );
  assert.deepEqual([s.success_rate, s.error], [0.5, null]);
});

test('the lines of the step that writes the reports, and provisional ones, count for nothing', async () => {
  const [error] = failedAttempt(1, 1);
  assert.ok(error);
  const s = await statusSummary([
    ...going(),
    { ...error, provisional: true },
    { ...error, partition_id: null, operation_name: 'report', operation_idx: null },
  ]);
  assert.equal(s.attempts.failed, 1);
});

test('a partition has its ops with rows and times, its attempts, its last error and where it stands', async () => {
  const p = await partitionStatus(going(), 1);
  assert.deepEqual([p.partition_id, p.status, p.rows_in, p.rows_out], [1, 'running', 10, 7]);
  assert.deepEqual(p.current_op, { index: 1, name: 'trim', attempt: null });
  assert.deepEqual(
    p.ops.map((op) => [op.name, op.rows_in, op.rows_out, op.duration, op.rows_per_second]),
    [['clean', 10, 7, 1, 10]],
  );
  assert.deepEqual(p.attempts, { total: 2, failed: 1, lost: 1, retries: 1 });
  assert.deepEqual([p.last_error?.type, p.last_error?.operation_name], ['E_OP', 'trim']);
  assert.deepEqual(p.checkpoints, { saved: 1, loaded: 0, latest: 'checkpoints/p1/op0.parquet' });
});

test('an attempt that the live view tells of is the current op', async () => {
  const start = event('OPERATION_START', {
    partition_id: 1,
    operation_name: 'trim',
    operation_idx: 1,
    attempt: 2,
    provisional: true,
  });
  const p = await partitionStatus([...going(), start], 1);
  assert.deepEqual(p.current_op, { index: 1, name: 'trim', attempt: 2 });
});

test('a partition that has not begun is pending, one that there is not is refused with the range', async () => {
  const p = await partitionStatus(going(), 5);
  assert.deepEqual([p.status, p.current_op, p.ops, p.rows_in, p.duration], ['pending', null, [], null, null]);
  await assert.rejects(partitionStatus(going(), 6), /no partition 6: it has 0 to 5/);
});

test('the report names state, rows, ops and the partitions that did not come through, with their error', async () => {
  const text = await statusReport(going());
  assert.match(text, /^status {6}running, project demo$/m);
  assert.match(text, /^partitions {2}1 of 6 done, 1 active, 2 to come, 0 failed, 1 parked, 1 skipped$/m);
  assert.match(text, /^clean +1 +10 +10 /m);
  assert.match(text, /^partition 2 parked at trim: E_OP: broke$/m);
});

test('the report of a run that has not begun is whole', async () => {
  assert.match(await statusReport([]), /^status {6}not_started$/m);
});
