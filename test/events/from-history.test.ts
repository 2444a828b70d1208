import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import type { JuicerEvent } from '../../src/model/event.js';
import {
  cancelled,
  completed,
  donePartition,
  failed,
  failure,
  partitionHistory,
  payloads,
  result,
  runHistory,
  segmentResult,
  START,
  timedOut,
  verdict,
} from './history-builder.js';
import { assertSound, told } from './pairing.js';

const clean = { type: 'applySegment', input: { segment: 0 } };
const made = segmentResult([[0, 'clean']]);

function ofType(events: readonly JuicerEvent[], type: string): JuicerEvent[] {
  return events.filter((e) => e.event_type === type);
}

test('a partition that ran well starts and completes once, and so does each of its ops', () => {
  const events = eventsFromHistories([donePartition(3)]);
  assertSound(events);
  assert.deepEqual(
    events.map((e) => e.event_type).filter((t) => t.startsWith('PARTITION_')),
    ['PARTITION_START', 'PARTITION_COMPLETE'],
  );
  const pairs = ['clean', 'trim', 'drop'].map((name) => [`START ${name}#1`, `COMPLETE ${name}#1`]);
  assert.deepEqual(told(events).sort(), pairs.flat().sort());
  assert.deepEqual(
    ofType(events, 'CHECKPOINT_SAVE').map((e) => [e.operation_name, e.operation_idx]),
    [['partition', -1], ['clean', 0], ['drop', 2]],
  );
  assert.ok(events.every((e) => e.partition_id === 3));
});

test('an op starts when its attempt started, and its completion has its rows, rate and time', () => {
  const events = eventsFromHistories([donePartition(0)]);
  const [start] = ofType(events, 'OPERATION_START');
  const [complete] = ofType(events, 'OPERATION_COMPLETE');
  assert.ok(start && complete && start.timestamp < complete.timestamp);
  assert.deepEqual(complete.performance_metrics, { rows_in: 10, rows_out: 10, rows_per_second: 20 });
  assert.equal(complete.duration, 0.5);
  assert.equal(complete.timestamp, START + complete.source.event_id - 1 + 0.25);
});

test('every failed attempt before a success has a start, an error and a retry', () => {
  const attempts = [failure(1, { stack: ['at clean (src/ops/clean.ts:3:1)'] }), { attempt: 2, lost: true as const }];
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 3, close: completed({ ...made, attempts }) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), [
    'START clean#1', 'ERROR clean#1', 'RETRY clean#2',
    'START clean#2', 'ERROR clean#2', 'RETRY clean#3',
    'START clean#3', 'COMPLETE clean#3',
  ]);
  const [first, second] = ofType(events, 'OPERATION_ERROR');
  assert.equal(first?.error_message, 'op broke');
  assert.equal(first?.stack_trace, 'at clean (src/ops/clean.ts:3:1)');
  assert.equal(first?.duration, 1);
  assert.equal(second?.metadata['error_type'], 'WorkerLost');
});

test('attempts that left no record are told as lost, so that none is missing', () => {
  const history = partitionHistory(0).activity({ ...clean, attempt: 4, close: completed(made) }).build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.equal(ofType(events, 'OPERATION_ERROR').length, 3);
});

test('a segment that was scheduled again after losses numbers its attempts through', () => {
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 2, close: timedOut([failure(1), { attempt: 2, started_at: START + 5 }]) })
    .activity({ ...clean, attempt: 1, close: failed([failure(1)]) })
    .add({ workflowExecutionCompletedEventAttributes: { result: payloads({ status: 'failed', failure: { type: 'E_OP', message: 'op broke', op: 'clean' } }) } })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), [
    'START clean#1', 'ERROR clean#1', 'RETRY clean#2', 'START clean#2', 'ERROR clean#2', 'RETRY clean#3',
    'START clean#3', 'ERROR clean#3',
  ]);
  assert.deepEqual(ofType(events, 'OPERATION_ERROR').map((e) => e.metadata['lost']), [false, true, false]);
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 1);
  assert.equal(ofType(events, 'PARTITION_ERROR')[0]?.error_message, 'op broke');
});

test('an attempt that ran out of time is a timeout, not a loss', () => {
  const history = partitionHistory(0).activity({ ...clean, close: timedOut([{ attempt: 1, started_at: START }], 1) }).build();
  const [error] = ofType(eventsFromHistories([history]), 'OPERATION_ERROR');
  assert.equal(error?.metadata['error_type'], 'Timeout');
  assert.equal(error?.metadata['lost'], false);
});

test('attempts of an activity that was cancelled while it backed off come from the look at what was pending', () => {
  const pending = [{ activity_id: '7', activity_type: 'applySegment', attempt: 3, state: '1', attempts: [failure(1), failure(2)] }];
  const history = partitionHistory(0)
    .activity({ ...clean, id: '7' })
    .add({ markerRecordedEventAttributes: { markerName: 'core_local_activity', details: { result: payloads({ pending }) } } })
    .add({ activityTaskCanceledEventAttributes: { scheduledEventId: 2, details: payloads('ACTIVITY_ID_NOT_STARTED') } })
    .add({ workflowExecutionCompletedEventAttributes: { result: payloads({ status: 'cancelled', failure: null }) } })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events), ['START clean#1', 'ERROR clean#1', 'RETRY clean#2', 'START clean#2', 'ERROR clean#2']);
  assert.equal(ofType(events, 'CANCELLED').length, 1);
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 0);
});

test('a running attempt that was cancelled ends with the error type Cancelled', () => {
  const own = failure(1, { error_type: 'Cancelled', error_message: 'CANCELLED' });
  const history = partitionHistory(0).activity({ ...clean, close: cancelled({ attempts: [own] }) }).build();
  const [error] = ofType(eventsFromHistories([history]), 'OPERATION_ERROR');
  assert.equal(error?.metadata['error_type'], 'Cancelled');
});

test('failed attempts of a segment of several ops are told once, under all their names', () => {
  const history = partitionHistory(0)
    .activity({ type: 'applySegment', input: { segment: 1 }, attempt: 2, close: completed({ ...segmentResult([[1, 'trim'], [2, 'drop']]), attempts: [failure(1)] }) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  const [error, ...others] = ofType(events, 'OPERATION_ERROR');
  assert.deepEqual(error?.metadata['ops'], ['trim', 'drop']);
  assert.equal(others.length, 0);
});

test('failed attempts at the cut, the finish and the steps of the run are told under the name of the step', () => {
  const child = partitionHistory(0)
    .activity({ type: 'cutPartition', attempt: 2, close: completed({ ...segmentResult([]), attempts: [failure(1)] }) })
    .activity({ type: 'finishPartition', close: failed([failure(1)]) })
    .build();
  const parent = runHistory()
    .activity({ type: 'planRun', attempt: 2, close: completed(result({ attempts: [failure(1)], rows: 1 })) })
    .activity({ type: 'mergeSpan', input: { from: 0, to: 64 }, attempt: 2, close: completed(result({ attempts: [failure(1)], from: 0, to: 64 })) })
    .build();
  const events = eventsFromHistories([parent, child]);
  assertSound(events);
  const names = ofType(events, 'OPERATION_ERROR').map((e) => e.operation_name);
  assert.deepEqual(names.sort(), ['finish', 'merge_0_64', 'partition', 'plan']);
});

test('a checkpoint whose maker died before it could report is told as saved and loaded', () => {
  const history = partitionHistory(0)
    .activity({ ...clean, attempt: 2, close: completed({ ...made, outcome: 'adopted', loaded_from: 0 }) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(told(events, /^CHECKPOINT_/), ['CHECKPOINT_SAVE clean#2', 'CHECKPOINT_LOAD clean#2']);
  assert.equal(ofType(events, 'OPERATION_COMPLETE')[0]?.metadata['outcome'], 'adopted');
});

test('a later execution that goes on from a checkpoint loads it and does not tell its ops again', () => {
  const again = partitionHistory(0, 'child-again', START + 100)
    .activity({ type: 'cutPartition', close: completed(segmentResult([[2, 'drop']], { outcome: 'adopted', loaded_from: 2 })) })
    .build();
  const events = eventsFromHistories([donePartition(0), again]);
  assertSound(events);
  const later = events.filter((e) => e.source.run_id === 'child-again').map((e) => e.event_type);
  assert.deepEqual(later, ['PARTITION_START', 'CHECKPOINT_LOAD', 'RESOURCE_USAGE']);
});

test('an op that is run again to replace a damaged checkpoint is told as information, with a warning', () => {
  const aside = { path: 'checkpoints/a', moved_to: 'set_aside/a.0', reason: 'its sha256 differs from its record' };
  const history = partitionHistory(0)
    .activity({ ...clean, close: completed(made) })
    .activity({ type: 'applySegment', input: { segment: 1 }, close: completed(segmentResult([[0, 'clean'], [1, 'trim'], [2, 'drop']], { set_aside: [aside] })) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.equal(ofType(events, 'WARNING')[0]?.metadata['moved_to'], 'set_aside/a.0');
  assert.equal(ofType(events, 'OPERATION_COMPLETE').filter((e) => e.operation_name === 'clean').length, 1);
  assert.equal(ofType(events, 'INFO').length, 1);
});

test('a message that is not ours never appears, wherever history holds it', () => {
  const secret = 'row text: Jane Doe';
  const foreign = { message: secret, stackTrace: secret, applicationFailureInfo: { type: 'TypeError' } };
  const child = partitionHistory(0)
    .activity({ ...clean, close: { activityTaskFailedEventAttributes: { failure: foreign } } })
    .add({ workflowExecutionFailedEventAttributes: { failure: foreign } })
    .build();
  const parent = runHistory().add({ workflowExecutionFailedEventAttributes: { failure: foreign } }).build();
  const events = eventsFromHistories([parent, child]);
  assert.deepEqual(
    events.map((e) => e.event_type).filter((t) => t.endsWith('_ERROR')).sort(),
    ['OPERATION_ERROR', 'PARTITION_ERROR', 'PROCESSING_ERROR'],
  );
  assert.doesNotMatch(JSON.stringify(events), /Jane/);
});

test('the verdict of a run is told once, from the event that schedules the export', () => {
  const before = runHistory().activity({ type: 'exportEvents', input: { verdict: verdict('done') } });
  const short = eventsFromHistories([before.build()]);
  const after = runHistory()
    .activity({ type: 'exportEvents', input: { verdict: verdict('done') }, attempt: 2, close: completed(result({ attempts: [failure(1)] })) })
    .add({ workflowExecutionCompletedEventAttributes: {} });
  assert.deepEqual(short.map((e) => e.event_type), ['PROCESSING_START', 'PROCESSING_COMPLETE']);
  assert.deepEqual(eventsFromHistories([after.build()]), short);
});

test('failed and cancelled runs end with their own type', () => {
  const failedRun = runHistory().activity({
    type: 'exportEvents',
    input: { verdict: verdict('failed', { failure: { type: 'E_OP', message: 'op broke' } }) },
  });
  const cancelledRun = runHistory().activity({ type: 'exportEvents', input: { verdict: verdict('cancelled') } });
  assert.equal(eventsFromHistories([failedRun.build()]).at(-1)?.error_message, 'op broke');
  assert.equal(eventsFromHistories([cancelledRun.build()]).at(-1)?.event_type, 'CANCELLED');
});

test('a run that continued as new starts once and ends once', () => {
  const first = runHistory('one').add({ workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: 'two' } });
  const second = runHistory('two', { next: 1000 }).activity({ type: 'exportEvents', input: { verdict: verdict('done') } });
  const events = eventsFromHistories([first.build(), second.build()]);
  assert.deepEqual(events.map((e) => e.event_type), ['PROCESSING_START', 'PROCESSING_COMPLETE']);
});

test('a run that was terminated ends with an error, and so do its partitions', () => {
  const end = { workflowExecutionTerminatedEventAttributes: { reason: 'enough' } };
  const events = eventsFromHistories([runHistory().add(end).build(), partitionHistory(1).add(end).build()]);
  assert.deepEqual(ofType(events, 'PROCESSING_ERROR').map((e) => e.metadata['error_type']), ['Terminated']);
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 1);
});

test('the same histories give the same lines, in whatever order they are read', () => {
  const histories = [runHistory().build(), donePartition(0), donePartition(1)];
  const events = eventsFromHistories(histories);
  assertSound(events);
  assert.deepEqual(eventsFromHistories(histories.toReversed()), events);
});
