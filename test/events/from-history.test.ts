import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import {
  completed,
  donePartition,
  failure,
  partitionHistory,
  result,
  runHistory,
  segmentResult,
  START,
  verdict,
} from './history-builder.js';
import { assertSound, ofType, told } from './pairing.js';

const clean = { type: 'applySegment', input: { segment: 0 } };
const made = segmentResult([[0, 'clean']]);

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
    [
      ['partition', -1],
      ['clean', 0],
      ['drop', 2],
    ],
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
    .activity({
      type: 'cutPartition',
      close: completed(segmentResult([[2, 'drop']], { outcome: 'adopted', loaded_from: 2 })),
    })
    .build();
  const events = eventsFromHistories([donePartition(0), again]);
  assertSound(events);
  const later = events.filter((e) => e.source.run_id === 'child-again').map((e) => e.event_type);
  assert.deepEqual(later, ['PARTITION_START', 'CHECKPOINT_LOAD', 'RESOURCE_USAGE']);
});

test('an op that is run again to replace a damaged checkpoint is told as information, with a warning', () => {
  const aside = {
    path: 'checkpoints/a',
    moved_to: 'set_aside/a.0',
    reason: 'its sha256 differs from its record',
  };
  const history = partitionHistory(0)
    .activity({ ...clean, close: completed(made) })
    .activity({
      type: 'applySegment',
      input: { segment: 1 },
      close: completed(
        segmentResult(
          [
            [0, 'clean'],
            [1, 'trim'],
            [2, 'drop'],
          ],
          { set_aside: [aside] },
        ),
      ),
    })
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
  const parent = runHistory()
    .add({ workflowExecutionFailedEventAttributes: { failure: foreign } })
    .build();
  const events = eventsFromHistories([parent, child]);
  assert.deepEqual(
    events
      .map((e) => e.event_type)
      .filter((t) => t.endsWith('_ERROR'))
      .sort(),
    ['OPERATION_ERROR', 'PARTITION_ERROR', 'PROCESSING_ERROR'],
  );
  assert.doesNotMatch(JSON.stringify(events), /Jane/);
});

test('the verdict of a run is told once, from the event that schedules the export', () => {
  const before = runHistory().activity({ type: 'exportEvents', input: { verdict: verdict('done') } });
  const short = eventsFromHistories([before.build()]);
  const after = runHistory()
    .activity({
      type: 'exportEvents',
      input: { verdict: verdict('done') },
      attempt: 2,
      close: completed(result({ attempts: [failure(1)] })),
    })
    .add({ workflowExecutionCompletedEventAttributes: {} });
  assert.deepEqual(
    short.map((e) => e.event_type),
    ['PROCESSING_START', 'PROCESSING_COMPLETE'],
  );
  assert.deepEqual(eventsFromHistories([after.build()]), short);
});

test('failed and cancelled runs end with their own type', () => {
  const failedRun = runHistory().activity({
    type: 'exportEvents',
    input: { verdict: verdict('failed', { failure: { type: 'E_OP', message: 'op broke' } }) },
  });
  const cancelledRun = runHistory().activity({
    type: 'exportEvents',
    input: { verdict: verdict('cancelled') },
  });
  assert.equal(eventsFromHistories([failedRun.build()]).at(-1)?.error_message, 'op broke');
  assert.equal(eventsFromHistories([cancelledRun.build()]).at(-1)?.event_type, 'CANCELLED');
});

test('a run that continued as new starts once and ends once', () => {
  const first = runHistory('one').add({
    workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: 'two' },
  });
  const second = runHistory('two', { next: 1000 }).activity({
    type: 'exportEvents',
    input: { verdict: verdict('done') },
  });
  const events = eventsFromHistories([first.build(), second.build()]);
  assert.deepEqual(
    events.map((e) => e.event_type),
    ['PROCESSING_START', 'PROCESSING_COMPLETE'],
  );
});

test('a run that was terminated ends with an error, and so do its partitions', () => {
  const end = { workflowExecutionTerminatedEventAttributes: { reason: 'enough' } };
  const events = eventsFromHistories([runHistory().add(end).build(), partitionHistory(1).add(end).build()]);
  assert.deepEqual(
    ofType(events, 'PROCESSING_ERROR').map((e) => e.metadata['error_type']),
    ['Terminated'],
  );
  assert.equal(ofType(events, 'PARTITION_ERROR').length, 1);
});

test('the same histories give the same lines, in whatever order they are read', () => {
  const histories = [runHistory().build(), donePartition(0), donePartition(1)];
  const events = eventsFromHistories(histories);
  assertSound(events);
  assert.deepEqual(eventsFromHistories(histories.toReversed()), events);
});
