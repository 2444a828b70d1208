import assert from 'node:assert/strict';
import test from 'node:test';
import { begun, BEGIN, done, event, failedAttempt, opened, OPS, stateOf } from './events.js';

test('partitions are counted by how they stand, and ops by the partitions that are through them', () => {
  const events = [
    ...begun(10),
    ...done(0, 0, 5),
    ...opened(1, 2, 2),
    ...opened(2, 2, 0),
    event('PARTITION_ERROR', 8, { partition_id: 2, error_message: 'no', metadata: { error_type: 'E_OP' } }),
    event('PARTITION_PARKED', 8, { partition_id: 2 }),
  ];
  const state = stateOf(events, 10);
  assert.deepEqual(state.partitions, {
    ...{ all: 10, done: 1, open: 1, pending: 7, failed: 0, parked: 1, skipped: 0, cancelled: 0 },
  });
  assert.deepEqual(
    state.ops.map((op) => [op.name, op.done, op.going]),
    [
      [OPS[0], 2, 0],
      [OPS[1], 2, 0],
      [OPS[2], 1, 1],
    ],
  );
  assert.deepEqual(
    state.troubled.map((p) => [p.partition, p.status, p.last_error?.message]),
    [[2, 'parked', 'no']],
  );
  assert.equal(state.elapsed, 10);
});

test('a partition whose last attempt failed is retrying, until an op of it is through', () => {
  const failed = [...begun(2), ...opened(0, 0, 0), failedAttempt(0, 3, 'the disk is full')];
  const [retrying] = stateOf(failed, 4).open;
  assert.equal(retrying?.retrying, true);
  assert.deepEqual(retrying.last_error, { type: 'E_OP', message: 'the disk is full', op: OPS[0] });
  const through = event('OPERATION_COMPLETE', 5, { partition_id: 0, operation_idx: 0, operation_name: 'x' });
  assert.equal(stateOf([...failed, through], 6).open[0]?.retrying, false);
});

test('what is going on is told by provisional lines, which count for nothing else', () => {
  const running = event('OPERATION_START', 1, {
    ...{ partition_id: 0, operation_name: OPS[1] ?? '', operation_idx: 1, attempt: 3 },
    provisional: true,
  });
  const state = stateOf([...begun(1), ...opened(0, 0, 0), running], 3);
  assert.deepEqual([state.open[0]?.op, state.open[0]?.attempt], [OPS[1], 3]);
  assert.equal(state.rows_per_second.recent, null);
});

test('the recent rate counts ops by their share of the last half minute, the mean counts whole partitions', () => {
  const state = stateOf([...begun(10), ...done(0, 0, 3), ...opened(1, 40, 3)], 50);
  assert.equal(Math.round((state.rows_per_second.recent ?? 0) * 30), 100);
  assert.equal(state.rows_per_second.mean, 100 / 50);
  assert.equal(state.mb_per_second.mean, 1 / 50);
});

test('a pause is told with its beginning, and an ended run has no recent rate and no time left', () => {
  const events = [...begun(10), ...[0, 1, 2].flatMap((id) => done(id, 0, 5)), ...opened(3, 5, 1)];
  const paused = stateOf([...events, event('PAUSED', 7)], 9);
  assert.deepEqual([paused.status, paused.paused_since, paused.eta], ['paused', BEGIN + 7, null]);
  assert.ok(stateOf(events, 9).eta);
  const ended = stateOf([...events, event('PROCESSING_ERROR', 9, { duration: 9, error_message: 'x' })], 99);
  assert.deepEqual(
    [ended.status, ended.eta, ended.rows_per_second.recent, ended.elapsed],
    ['failed', null, null, 9],
  );
});

test('the newest five alerts are kept', () => {
  const alert = (n: number) =>
    event('WARNING', n, { metadata: { alert: { rule: 'min_free_disk_mb', message: `alert ${n}` } } });
  const state = stateOf([...begun(1), ...[1, 2, 3, 4, 5, 6].map(alert)], 9);
  assert.deepEqual(
    state.alerts.map((a) => a.message),
    ['alert 2', 'alert 3', 'alert 4', 'alert 5', 'alert 6'],
  );
});
