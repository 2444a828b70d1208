import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { AlertDesk } from '../../src/activities/alert-desk.js';
import { NO_ALERTS, watchesAnything, type AlertSettings } from '../../src/model/alert.js';
import { told } from '../events/alert-events.js';

/** A desk for a run below the temporary folder, and the lines that it logged. */
function deskFor(settings: Partial<AlertSettings>): { desk: AlertDesk; lines: [string, object][] } {
  const lines: [string, object][] = [];
  const desk = new AlertDesk({
    run: { run_id: 'seed-1', dir: os.tmpdir(), recipe_sha256: 'x' },
    settings: { ...NO_ALERTS, ...settings },
    env: {},
    signal: new AbortController().signal,
    log: { warn: (message, fields) => void lines.push([message, fields]) },
  });
  return { desk, lines };
}

test('an alert is a log line, and one more when it could not be told', async () => {
  const { desk, lines } = deskFor({ max_op_seconds: 10, command: ['true'] });
  const event = told({ type: 'RESOURCE_USAGE', at: 100, partition: 4, duration: 12, startedAt: 88 });
  const [alert] = desk.take(event);
  await desk.settled();
  assert.equal(alert?.since, 98);
  const fields = {
    rule: 'max_op_seconds',
    value: 12,
    limit: 10,
    partition: 4,
    op: 'text_length_filter',
  };
  assert.deepEqual(lines, [
    [`alert: ${alert?.message}`, fields],
    [
      'alert could not be told by command: this worker runs no commands; JUICER_ALLOW_COMMANDS=1 allows them',
      { ...fields, attempts: 0 },
    ],
  ]);
});

test('the disk is looked at where the run stands', () => {
  const { desk, lines } = deskFor({ min_free_disk_mb: Number.MAX_SAFE_INTEGER });
  const [alert] = desk.tick();
  assert.equal(alert?.rule, 'min_free_disk_mb');
  assert.ok(alert.value > 0);
  assert.deepEqual(desk.tick(), []);
  assert.equal(lines.length, 1);
});

test('only limits are worth following a run for', () => {
  assert.equal(watchesAnything(NO_ALERTS), false);
  assert.equal(watchesAnything({ ...NO_ALERTS, webhook: 'https://host/' }), false);
  assert.equal(watchesAnything({ ...NO_ALERTS, min_free_disk_mb: 0 }), true);
});
