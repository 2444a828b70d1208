/**
 * Histories of a real server, as they were read when two runs of the workflows had ended (activities were stubs): one
 * with attempts that threw, hung and were scheduled again, whose partition 3 failed; one that was cancelled meanwhile.
 * Events of workflow tasks and fields that nothing reads were left out, names of machine and folders replaced.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import { tallyEvents } from '../../src/events/tally.js';
import { assertSound, told } from './pairing.js';
import { recorded } from './recorded-runs.js';

test('a real run with failed and lost attempts tells every one of them, paired and in order', async () => {
  const events = eventsFromHistories(recorded('failed-run'));
  assertSound(events);
  assert.deepEqual((await tallyEvents(events)).attempts, { total: 33, failed: 8, lost: 2 });
  const fourth = events.filter((e) => e.partition_id === 4 && e.operation_name === 'clean');
  assert.deepEqual(told(fourth), [
    'START clean#1',
    'ERROR clean#1',
    'RETRY clean#2',
    'START clean#2',
    'ERROR clean#2',
    'RETRY clean#3',
    'START clean#3',
    'COMPLETE clean#3',
  ]);
  assert.equal(events.at(-1)?.event_type, 'PROCESSING_ERROR');
  assert.deepEqual(
    events.filter((e) => e.event_type === 'PARTITION_ERROR').map((e) => e.partition_id),
    [3],
  );
});

test('a real run that was cancelled tells the attempts that were running, backing off and lost', async () => {
  const events = eventsFromHistories(recorded('cancelled-run'));
  assertSound(events);
  assert.equal((await tallyEvents(events)).attempts.lost, 1);
  const types = events.filter((e) => e.event_type === 'OPERATION_ERROR').map((e) => e.metadata['error_type']);
  for (const type of ['Cancelled', 'E_DISK_FULL', 'WorkerLost'])
    assert.ok(types.includes(type), `${type} is missing`);
  assert.equal(events.at(-1)?.event_type, 'CANCELLED');
});

test('the start of an attempt has the time at which it began, not that of its end', () => {
  const events = eventsFromHistories(recorded('failed-run'));
  for (const start of events.filter((e) => e.event_type === 'OPERATION_START')) {
    const end = events.find(
      (e) =>
        e.event_type === 'OPERATION_COMPLETE' &&
        e.partition_id === start.partition_id &&
        e.operation_idx === start.operation_idx &&
        e.attempt === start.attempt,
    );
    // The stub took 0.4 s.
    if (end)
      assert.ok(
        end.timestamp - start.timestamp > 0.3,
        `${start.message}: ${end.timestamp - start.timestamp} s`,
      );
  }
});
