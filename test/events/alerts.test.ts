import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AlertWatch } from '../../src/events/alerts.js';
import { NO_ALERTS, type Alert, type AlertSettings } from '../../src/model/alert.js';
import { told, type Told } from './alert-events.js';

function watch(settings: Partial<AlertSettings>, before: Alert[] = []): AlertWatch {
  return new AlertWatch({ ...NO_ALERTS, ...settings }, before);
}

/** Alerts of a whole sequence of events. */
function alertsOf(watched: AlertWatch, events: Told[]): Alert[] {
  return events.flatMap((event) => watched.take(told(event)));
}

const success = (at: number, more: Partial<Told> = {}): Told => ({
  type: 'RESOURCE_USAGE',
  at,
  activity: at,
  ...more,
});
const failure = (at: number, more: Partial<Told> = {}): Told => ({
  type: 'OPERATION_ERROR',
  at,
  activity: at,
  ...more,
});
const times = (n: number, from: number, make: (at: number) => Told): Told[] =>
  Array.from({ length: n }, (_, i) => make(from + i));

test('a failure rate is told from the tenth attempt on, once', () => {
  const watched = watch({ max_failure_rate: 0.1 });
  const events = [...times(5, 1, failure), ...times(4, 6, success)];
  assert.deepEqual(alertsOf(watched, events), []);
  const [alert] = alertsOf(watched, [success(10)]);
  assert.deepEqual(alert, {
    rule: 'max_failure_rate',
    value: 0.5,
    limit: 0.1,
    message: '5 of 10 attempts failed, 50 %; the limit is 10 %',
    since: 10,
  });
  assert.deepEqual(alertsOf(watched, times(20, 11, failure)), []);
});

test('a failure rate that ended and came back is told again', () => {
  const watched = watch({ max_failure_rate: 0.1 });
  const events = [...times(2, 1, failure), ...times(30, 3, success), ...times(5, 33, failure)];
  assert.deepEqual(
    alertsOf(watched, events).map((a) => a.since),
    [10, 34],
  );
});

test('attempts that were lost with their worker count neither as failed nor as made', () => {
  const watched = watch({ max_failure_rate: 0.1 });
  const lost = times(20, 1, (at) => failure(at, { lost: true }));
  assert.deepEqual(alertsOf(watched, [...lost, ...times(10, 30, success)]), []);
  const seen = watch({ max_failure_rate: 0 });
  const timeouts = times(20, 1, (at) =>
    failure(at, { provisional: true, message: 'activity Heartbeat timeout' }),
  );
  assert.deepEqual(alertsOf(seen, [...timeouts, ...times(10, 30, success)]), []);
});

test('a failure that is seen while it is retried counts once, whatever history tells later', () => {
  const watched = watch({ max_failure_rate: 0.3 });
  const seen = times(3, 1, (attempt) => failure(attempt, { activity: 7, attempt, provisional: true }));
  const later = times(3, 1, (attempt) => failure(attempt, { activity: 7, attempt, lost: false }));
  const alerts = alertsOf(watched, [...seen, ...times(6, 10, success), ...later, success(40)]);
  assert.deepEqual(alerts, []);
});

test('an attempt beyond its time is told while it runs, and not again when it ends', () => {
  const watched = watch({ max_op_seconds: 60 });
  const start: Told = { type: 'OPERATION_START', at: 100, partition: 3, provisional: true, startedAt: 100 };
  assert.deepEqual(watched.take(told(start)), []);
  assert.deepEqual(watched.tick({ now: 160, freeDiskMb: null }), []);
  const [alert] = watched.tick({ now: 161.25, freeDiskMb: null });
  assert.deepEqual(alert, {
    rule: 'max_op_seconds',
    value: 61.25,
    limit: 60,
    message: 'an attempt at text_length_filter of partition 3 runs for 61.3 s; the limit is 60 s',
    since: 160,
    op: 'text_length_filter',
    partition: 3,
  });
  assert.deepEqual(watched.tick({ now: 170, freeDiskMb: null }), []);
  const end = success(180, { partition: 3, activity: 1, duration: 80, startedAt: 100 });
  assert.deepEqual(alertsOf(watched, [end]), []);
});

test('a slow op is told once for all its partitions, and again after it was fast', () => {
  const watched = watch({ max_op_seconds: 10 });
  const took = (at: number, duration: number): Told =>
    success(at, { partition: at, duration, startedAt: at - duration });
  const alerts = alertsOf(watched, [took(100, 11), took(101, 12), took(102, 5), took(103, 30)]);
  assert.deepEqual(
    alerts.map(({ since, partition, value }) => [since, partition, value]),
    [[99, 100, 11]],
  );
  const [again] = alertsOf(watched, [took(120, 4), took(150, 11)]);
  assert.equal(again?.partition, 150);
});

test('steps that are no ops of the recipe may take their time, and so may attempts that ended with their partition', () => {
  const watched = watch({ max_op_seconds: 10 });
  assert.deepEqual(alertsOf(watched, [success(100, { index: -1, duration: 99 })]), []);
  const start: Told = { type: 'OPERATION_START', at: 100, provisional: true, startedAt: 100 };
  alertsOf(watched, [start, { type: 'CANCELLED', at: 105 }]);
  assert.deepEqual(watched.tick({ now: 500, freeDiskMb: null }), []);
});

test('a full disk is told by events and by ticks, once until there is room again', () => {
  const watched = watch({ min_free_disk_mb: 1000 });
  assert.deepEqual(watched.tick({ now: 1, freeDiskMb: null }), []);
  assert.deepEqual(alertsOf(watched, [success(2, { freeDiskMb: 1000 })]), []);
  const [alert] = alertsOf(watched, [success(3, { freeDiskMb: 999 })]);
  assert.equal(alert?.message, "999 MiB are free where the run's folder stands; the limit is 1000 MiB");
  assert.deepEqual(watched.tick({ now: 4, freeDiskMb: 900 }), []);
  // A little more room than the limit does not end it: it would begin again at once.
  assert.deepEqual(watched.tick({ now: 5, freeDiskMb: 1050 }), []);
  assert.deepEqual(watched.tick({ now: 6, freeDiskMb: 990 }), []);
  assert.deepEqual(watched.tick({ now: 7, freeDiskMb: 1100 }), []);
  assert.equal(watched.tick({ now: 8, freeDiskMb: 10 })[0]?.since, 8);
});

test('events that are read again tell no alert that was told before', () => {
  const settings = { max_failure_rate: 0.1, max_op_seconds: 10 };
  const events = [
    ...times(2, 1, failure),
    ...times(30, 3, success),
    success(40, { duration: 11, startedAt: 29 }),
    ...times(5, 41, failure),
  ];
  const before = alertsOf(watch(settings), events);
  assert.equal(before.length, 3);
  const again = watch(settings, before);
  assert.deepEqual(alertsOf(again, events), []);
  const [fresh] = alertsOf(again, [...times(60, 100, success), ...times(20, 200, failure)]);
  assert.ok(fresh && fresh.since > 200);
});

test('nothing is told where nothing is watched for', () => {
  const watched = watch({});
  assert.deepEqual(
    alertsOf(
      watched,
      times(50, 1, (at) => failure(at, { freeDiskMb: 0, duration: 1e6 })),
    ),
    [],
  );
  assert.deepEqual(watched.tick({ now: 1e9, freeDiskMb: 0 }), []);
});
