import assert from 'node:assert/strict';
import test from 'node:test';
import { failurePatterns } from '../../../src/report/patterns/patterns.js';
import { patternsText } from '../../../src/report/patterns/text.js';
import { began, donePartition, ended, failedAttempt } from '../events.js';

const events = [
  ...began(5),
  ...failedAttempt(0, 0),
  ...failedAttempt(0, 1, { type: 'E_IO', worker: 'host:2' }),
  ...failedAttempt(3, 0),
  ...failedAttempt(3, 0, { type: 'WorkerLost', lost: true, worker: 'host:2' }),
  ...[1, 1, 1, 6, 1].flatMap((seconds, id) => donePartition(id, { op: { seconds } })),
  ended(30),
];

test('failures are counted by op, kind of error, partition and worker, the most frequent first', async () => {
  const { failures, retries } = await failurePatterns(events);
  const pairs = (groups: { name: string; count: number }[]): unknown[] =>
    groups.map((g) => [g.name, g.count]);
  assert.deepEqual(pairs(failures.by_op), [
    ['clean', 3],
    ['trim', 1],
  ]);
  assert.deepEqual(pairs(failures.by_error_type), [
    ['E_OP', 2],
    ['E_IO', 1],
    ['WorkerLost', 1],
  ]);
  assert.deepEqual(pairs(failures.by_partition), [
    ['0', 2],
    ['3', 2],
  ]);
  assert.deepEqual(pairs(failures.by_worker), [
    ['host:1', 2],
    ['host:2', 2],
  ]);
  assert.deepEqual(failures.by_op_and_type[0], {
    operation_name: 'clean',
    error_type: 'E_OP',
    count: 2,
    share: 0.5,
  });
  assert.equal(failures.rate, 4 / 14);
  assert.deepEqual(retries, {
    total: 4,
    partitions: 2,
    by_op: [
      { index: 0, name: 'clean', count: 3 },
      { index: 1, name: 'trim', count: 1 },
    ],
  });
});

test('the slowest partition stands first, by the time of its attempts, and the skew is that of the greatest to the middle', async () => {
  const { slowest_partitions: slow, skew, slowest_ops: ops } = await failurePatterns(events);
  assert.deepEqual([slow[0]?.partition_id, slow[0]?.seconds, slow[0]?.retries], [3, 13, 2]);
  assert.deepEqual(skew.time, { max: 13, median: 2, ratio: 6.5, partition_id: 3 });
  assert.equal(skew.bytes?.ratio, 1);
  assert.deepEqual([ops[0]?.share, ops[0]?.total], [0.5, 10]);
});

test('the groups add up to the failed attempts', async () => {
  const { failures, status } = await failurePatterns(events);
  for (const groups of [failures.by_op, failures.by_error_type, failures.by_partition, failures.by_worker])
    assert.equal(
      groups.reduce((sum, g) => sum + g.count, 0),
      status.attempts.failed,
    );
});

test('patterns as text name the groups, the ops, the partitions and the skew', async () => {
  const text = patternsText(await failurePatterns(events), []);
  assert.match(
    text,
    /^failures {4}4 of 14 attempts \(28\.6 %\), 1 lost with their worker, 4 retries on 2 partitions$/m,
  );
  assert.match(text, /^ {2}error {5}E_OP 2, E_IO 1, WorkerLost 1$/m);
  assert.match(text, /^partition 3 +done +13\.0 s/m);
  assert.match(text, /^skew: time 6\.5, bytes 1 /m);
  assert.match(text, /^no hints: nothing stands out$/m);
});

test('a run without events has no patterns, and its text is whole', async () => {
  const patterns = await failurePatterns([]);
  assert.deepEqual([patterns.failures.rate, patterns.skew.time, patterns.checkpoint_share], [0, null, null]);
  assert.match(patternsText(patterns, []), /none has begun/);
});
