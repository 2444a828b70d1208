import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { LogTimestamp } from '@temporalio/worker';
import { logLevel, WorkerLog } from '../../src/activities/log.js';
import { workerName } from '../../src/activities/measured.js';
import { JuicerError } from '../../src/model/errors.js';

const ROW = 'Dear Ms Canary\u001b[2J\n{"level":"ERROR","message":"forged"}';

/** A log, and what it wrote. */
function open(level: 'DEBUG' | 'INFO' | 'WARN' = 'INFO', human = false): { log: WorkerLog; text(): string } {
  let text = '';
  return { log: new WorkerLog({ level, human, write: (t) => void (text += t) }), text: () => text };
}

function only(text: string): Record<string, unknown> {
  assert.equal(text.split('\n').length, 2, text);
  return JSON.parse(text) as Record<string, unknown>;
}

test('a line is one JSON object that tells where and when, whatever stands in it', () => {
  const { log, text } = open();
  const meta = { workflowId: 'seed-1/p000012', activityType: 'applySegment', attempt: 2 };
  log.warn(`a line\nof ${ROW}`, { ...meta, op: 'text_length_filter', duration: 1.23456 });
  const { time, ...line } = only(text());
  assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.deepEqual(line, {
    level: 'WARN',
    message: `a line\nof ${ROW}`,
    run: 'seed-1',
    partition: 12,
    activity: 'applySegment',
    op: 'text_length_filter',
    attempt: 2,
    duration: 1.235,
    worker: workerName,
  });
});

test('a line that is handed on later has the time at which it was logged', () => {
  const { log, text } = open();
  log.warn('late', { [LogTimestamp]: 1_700_000_000_123_456_789n });
  assert.equal(only(text())['time'], '2023-11-14T22:13:20.123Z');
});

test('text of rows does not come in by errors, causes or fields', () => {
  const { log, text } = open();
  const error = Object.assign(new SyntaxError(`Unexpected token in ${ROW}`), { code: ROW, row: ROW });
  log.error('it failed', { error, row: ROW, input: { text: ROW }, sdkComponent: 'worker' });
  log.error('it failed', { error: ROW, cause: ROW });
  log.error('it failed', { error: new JuicerError('E_IO', 'a.parquet cannot be read', { cause: error }) });
  assert.ok(!text().includes('Canary'));
  const [first, second, third] = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(first?.error_type, 'SyntaxError');
  assert.equal(first.error, undefined);
  assert.equal(second?.error, undefined);
  assert.equal(third?.error, 'a.parquet cannot be read');
  assert.equal(third.code, 'E_IO');
});

test('a failure that went through the gate keeps type and message; the native core keeps its words', () => {
  const { log, text } = open();
  log.warn('failed', { error: ApplicationFailure.create({ type: 'E_DISK_FULL', message: 'no space left' }) });
  log.warn('retrying', { error: 'transport error', sdkComponent: 'core' });
  const [ours, core] = text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.equal(ours?.error_type, 'E_DISK_FULL');
  assert.equal(ours.error, 'no space left');
  assert.equal(core?.error, 'transport error');
});

test('on a terminal a line is text, and nothing in it steers the terminal', () => {
  const { log, text } = open('INFO', true);
  log.info('done', { workflowId: 'seed-1/p000003', op: 'two words', duration: 0.5, rows_in: 7 });
  assert.match(
    text(),
    /^\d\d:\d\d:\d\d INFO {2}done run=seed-1 partition=3 op="two words" rows_in=7 duration=0.5\n$/,
  );
  const hostile = open('INFO', true);
  hostile.log.info(ROW, { op: '\u202e\u009b31m' });
  assert.doesNotMatch(hostile.text().slice(0, -1), /\p{C}/u);
});

test('lines below the level are left out, and so are those of the SDK that ours stand for', () => {
  const { log, text } = open('WARN');
  log.trace('a');
  log.debug('b');
  log.info('c');
  log.warn('Activity failed', { sdkComponent: 'worker', error: new Error('x') });
  assert.equal(text(), '');
  log.always('worker with 2 threads');
  assert.equal(only(text()).message, 'worker with 2 threads');
});

test('a level has one of five names, in any letter case', () => {
  assert.equal(logLevel(undefined), 'WARN');
  assert.equal(logLevel('debug'), 'DEBUG');
  for (const wrong of ['', 'loud', 'WARNING']) {
    assert.throws(() => logLevel(wrong), { code: 'E_USAGE' }, wrong);
  }
});
