import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import {
  cancelled,
  completed,
  failed,
  failure,
  partitionHistory,
  payloads,
  result,
  runHistory,
  segmentResult,
  START,
  timedOut,
} from './history-builder.js';
import { assertSound, ofType, told } from './pairing.js';

const clean = { type: 'applySegment', input: { segment: 0 } };
const made = segmentResult([[0, 'clean']]);

test('every failed attempt before a success has a start, an error and a retry', () => {
  const attempts = [
    failure(1, { stack: ['at clean (src/ops/clean.ts:3:1)'] }),
    { attempt: 2, lost: true as const },
  ];
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 3, close: completed({ ...made, attempts }) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), [
    'START clean#1',
    'ERROR clean#1',
    'RETRY clean#2',
    'START clean#2',
    'ERROR clean#2',
    'RETRY clean#3',
    'START clean#3',
    'COMPLETE clean#3',
  ]);
  const [first, second] = ofType(events, 'OPERATION_ERROR');
  assert.equal(first?.error_message, 'op broke');
  assert.equal(first?.stack_trace, 'at clean (src/ops/clean.ts:3:1)');
  assert.equal(first?.duration, 1);
  assert.equal(second?.metadata['error_type'], 'WorkerLost');
});

test('attempts that left no record are told as lost, so that none is missing', () => {
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 4, close: completed(made) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.equal(ofType(events, 'OPERATION_ERROR').length, 3);
});

test('a segment that was scheduled again after losses numbers its attempts through', () => {
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 2, close: timedOut([failure(1), { attempt: 2, started_at: START + 5 }]) })
    .activity({ ...clean, attempt: 1, close: failed([failure(1)]) })
    .add({
      workflowExecutionCompletedEventAttributes: {
        result: payloads({ status: 'failed', failure: { type: 'E_OP', message: 'op broke', op: 'clean' } }),
      },
    })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), [
    'START clean#1',
    'ERROR clean#1',
    'RETRY clean#2',
    'START clean#2',
    'ERROR clean#2',
    'RETRY clean#3',
    'START clean#3',
    'ERROR clean#3',
  ]);
  assert.deepEqual(
    ofType(events, 'OPERATION_ERROR').map((e) => e.metadata['lost']),
    [false, true, false],
  );
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 1);
  assert.equal(ofType(events, 'PARTITION_ERROR')[0]?.error_message, 'op broke');
});

test('an attempt that ran out of time is a timeout, not a loss', () => {
  const history = partitionHistory(0)
    .activity({ ...clean, close: timedOut([{ attempt: 1, started_at: START }], 1) })
    .build();
  const [error] = ofType(eventsFromHistories([history]), 'OPERATION_ERROR');
  assert.equal(error?.metadata['error_type'], 'Timeout');
  assert.equal(error?.metadata['lost'], false);
});

test('attempts of an activity that was cancelled while it backed off come from the look at what was pending', () => {
  const pending = [
    {
      activity_id: '7',
      activity_type: 'applySegment',
      attempt: 3,
      state: '1',
      attempts: [failure(1), failure(2)],
    },
  ];
  const history = partitionHistory(0)
    .activity({ ...clean, id: '7' })
    .add({
      markerRecordedEventAttributes: {
        markerName: 'core_local_activity',
        details: { result: payloads({ pending }) },
      },
    })
    .add({
      activityTaskCanceledEventAttributes: {
        scheduledEventId: 2,
        details: payloads('ACTIVITY_ID_NOT_STARTED'),
      },
    })
    .add({
      workflowExecutionCompletedEventAttributes: { result: payloads({ status: 'cancelled', failure: null }) },
    })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), [
    'START clean#1',
    'ERROR clean#1',
    'RETRY clean#2',
    'START clean#2',
    'ERROR clean#2',
  ]);
  assert.equal(ofType(events, 'CANCELLED').length, 1);
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 0);
});

test('a running attempt that was cancelled ends with the error type Cancelled', () => {
  const own = failure(1, { error_type: 'Cancelled', error_message: 'CANCELLED' });
  const history = partitionHistory(0)
    .activity({ ...clean, close: cancelled({ attempts: [own] }) })
    .build();
  const [error] = ofType(eventsFromHistories([history]), 'OPERATION_ERROR');
  assert.equal(error?.metadata['error_type'], 'Cancelled');
});

test('failed attempts of a segment of several ops are told once, under all their names', () => {
  const history = partitionHistory(0)
    .activity({
      type: 'applySegment',
      input: { segment: 1 },
      attempt: 2,
      close: completed({
        ...segmentResult([
          [1, 'trim'],
          [2, 'drop'],
        ]),
        attempts: [failure(1)],
      }),
    })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  const [error, ...others] = ofType(events, 'OPERATION_ERROR');
  assert.deepEqual(error?.metadata['ops'], ['trim', 'drop']);
  assert.equal(others.length, 0);
});

test('failed attempts at the cut, the finish and the steps of the run are told under the name of the step', () => {
  const child = partitionHistory(0)
    .activity({
      type: 'cutPartition',
      attempt: 2,
      close: completed({ ...segmentResult([]), attempts: [failure(1)] }),
    })
    .activity({ type: 'finishPartition', close: failed([failure(1)]) })
    .build();
  const parent = runHistory()
    .activity({ type: 'planRun', attempt: 2, close: completed(result({ attempts: [failure(1)], rows: 1 })) })
    .activity({
      type: 'mergeSpan',
      input: { from: 0, to: 64 },
      attempt: 2,
      close: completed(result({ attempts: [failure(1)], from: 0, to: 64 })),
    })
    .build();
  const events = eventsFromHistories([parent, child]);
  assertSound(events);
  const names = ofType(events, 'OPERATION_ERROR').map((e) => e.operation_name);
  assert.deepEqual(names.sort(), ['finish', 'merge_0_64', 'partition', 'plan']);
});
