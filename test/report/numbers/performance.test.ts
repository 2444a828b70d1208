import assert from 'node:assert/strict';
import test from 'node:test';
import { performanceSummary } from '../../../src/report/numbers/performance.js';
import { applied, began, completed, donePartition, ended, failedAttempt, started } from '../events.js';

test('an op has count, total, mean, quantiles, rows, bytes, rates and retries over the partitions that are done', async () => {
  const events = [
    ...began(4),
    ...[1, 2, 6].flatMap((seconds, id) => donePartition(id, { op: { seconds, rows: [10, 8] } })),
    started(3),
    ...applied(3, 0, { seconds: 100 }),
    ...failedAttempt(3, 1),
  ];
  const { ops, ...run } = await performanceSummary(events);
  const [first, second] = ops;
  assert.deepEqual(
    [first?.count, first?.total, first?.mean, first?.p50, first?.p95, first?.max],
    [3, 9, 3, 2, 6, 6],
  );
  assert.deepEqual([first?.rows_in, first?.rows_out, first?.rows_per_second], [30, 24, 30 / 9]);
  assert.deepEqual([first?.bytes_in, first?.mb_per_second], [3 * 2 ** 20, 3 / 9]);
  assert.deepEqual([second?.retries, second?.failed_attempts, second?.peak_rss_mb], [1, 1, 101]);
  assert.deepEqual([run.count, run.retries, run.failed_attempts], [3, 1, 1]);
});

test('the whole run has its time, the mean time of a partition, and rates over its time', async () => {
  const events = [
    ...began(2),
    ...donePartition(0, { seconds: 4 }),
    ...donePartition(1, { seconds: 8 }),
    ended(20),
  ];
  const run = await performanceSummary(events);
  assert.deepEqual([run.total_time, run.avg_partition_time, run.p50, run.max], [20, 6, 4, 8]);
  assert.deepEqual([run.rows_per_second, run.mb_per_second], [1, 0.1]);
  assert.deepEqual([run.rows_in, run.rows_out, run.bytes_in], [20, 20, 2 * 2 ** 20]);
});

test('the sums over ops and partitions are the sums of the lines', async () => {
  const random = seeded(7);
  const events = began(30);
  let [time, rows, cpu] = [0, 0, 0];
  for (let id = 0; id < 30; id++) {
    events.push(started(id));
    for (const op of [0, 1]) {
      const [seconds, used] = [random(), random()];
      const kept = Math.floor(random() * 10);
      events.push(...applied(id, op, { seconds, rows: [10, kept], cpu: used }));
      time += seconds;
      rows += kept;
      cpu += used;
    }
    events.push(completed(id));
  }
  const { ops, resource_usage } = await performanceSummary(events);
  const close = (a: number, b: number): void => assert.ok(Math.abs(a - b) < 0.05, `${a} is not ${b}`);
  close(
    ops.reduce((sum, op) => sum + op.total, 0),
    time,
  );
  close(
    ops.reduce((sum, op) => sum + (op.cpu_seconds ?? 0), 0),
    cpu,
  );
  close(resource_usage.cpu_seconds ?? 0, cpu);
  assert.equal(
    ops.reduce((sum, op) => sum + op.rows_out, 0),
    rows,
  );
});

test('work that was repeated counts once, what was taken over counts for rows and not for times', async () => {
  const events = [
    ...began(2),
    ...donePartition(0, { op: { seconds: 5 } }),
    ...donePartition(0, { op: { seconds: 2 } }),
    started(1),
    ...applied(1, 0, { seconds: 0, outcome: 'reused' }),
    completed(1),
  ];
  const [op] = (await performanceSummary(events)).ops;
  assert.deepEqual([op?.count, op?.reused, op?.total, op?.max, op?.rows_in], [2, 1, 2, 2, 20]);
  assert.equal(op?.rows_per_second, 5);
});

test('attempts side by side in one worker do not count its CPU time twice, in no op either', async () => {
  const both = [applied(0, 0, { seconds: 2, cpu: 2 }), applied(0, 1, { seconds: 2, cpu: 2 })].flat();
  const events = both.map((e) =>
    'started_at' in e.metadata ? { ...e, metadata: { ...e.metadata, started_at: 1000, ended_at: 1002 } } : e,
  );
  const run = await performanceSummary([...began(1), started(0), ...events, completed(0)]);
  assert.equal(run.cpu_seconds, 2);
  assert.deepEqual(
    run.ops.map((op) => op.cpu_seconds),
    [1, 1],
  );
});

test('one op alone has the shape of the whole, its own time, rate and use', async () => {
  const events = [...began(1), ...donePartition(0, { op: { seconds: 2 } }), ended(9)];
  const op = await performanceSummary(events, { operationName: 'trim' });
  assert.deepEqual([op.operation_name, op.total_time, op.avg_partition_time, op.count], ['trim', 2, 2, 1]);
  assert.deepEqual([op.rows_per_second, op.resource_usage.peak_rss_mb], [5, 101]);
  assert.deepEqual(Object.keys(op).sort(), Object.keys(await performanceSummary(events)).sort());
});

test('an op that stands twice in the recipe is told as one, over both places', async () => {
  const renamed = donePartition(0, { op: { seconds: 2 } }).map((e) =>
    e.operation_name === 'trim' ? { ...e, operation_name: 'clean' } : e,
  );
  const [start, load] = began(1);
  assert.ok(start && load);
  const twice = { ...load, metadata: { ...load.metadata, op_names: ['clean', 'clean'] } };
  const op = await performanceSummary([start, twice, ...renamed], { operationName: 'clean' });
  assert.deepEqual([op.ops.length, op.count, op.total, op.mean, op.rows_in], [2, 2, 4, 2, 20]);
  assert.deepEqual([op.rows_per_second, op.mb_per_second], [5, 0.5]);
});

test('an op that the run has not is refused with the nearest name', async () => {
  await assert.rejects(
    performanceSummary(began(1), { operationName: 'trimm' }),
    /no op "trimm"; did you mean trim\?/,
  );
});

test('nothing gives null and zero, not NaN', async () => {
  const run = await performanceSummary([]);
  assert.deepEqual(
    [run.total_time, run.avg_partition_time, run.mean, run.rows_per_second, run.cpu_seconds, run.count],
    [null, null, null, null, null, 0],
  );
  assert.deepEqual(run.ops, []);
});

/** Numbers in [0, 1) that are the same each time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}
