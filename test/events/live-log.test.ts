/** The log as a view that is appended to. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { plainEvent } from '../../bench/report/plain-event.js';
import { LiveLog } from '../../src/events/live-log.js';
import type { EventType, JuicerEvent } from '../../src/model/event.js';

const OPTIONS = { log_level: 'INFO', max_log_size_mb: 100, backup_count: 2 } as const;
let dir = '';
let file = '';

before(() => (dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-live-'))));
after(() => fs.rmSync(dir, { recursive: true }));

function event(id: number, type: EventType = 'INFO', message = 'm'): JuicerEvent {
  return plainEvent(type, id, { message, source: { workflow_id: 'w', run_id: 'r', event_id: id, index: 0 } });
}

function fresh(): string {
  const run = fs.mkdtempSync(path.join(dir, 'run-'));
  file = path.join(run, 'logs/processing_events.jsonl');
  return run;
}

const ids = (name = file): number[] =>
  fs
    .readFileSync(name, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as JuicerEvent).source.event_id);

test('an event that is there is not written again, by the same writer or a later one', async () => {
  const run = fresh();
  const first = await LiveLog.open(run, OPTIONS);
  first.append([event(1), event(2), event(1)]);
  first.close();
  const second = await LiveLog.open(run, OPTIONS);
  second.append([event(2), event(3)]);
  second.close();
  assert.deepEqual(ids(), [1, 2, 3]);
});

test('a provisional line does not stand for the one that history tells later', async () => {
  const log = await LiveLog.open(fresh(), OPTIONS);
  log.append([{ ...event(1), provisional: true }, event(1)]);
  log.close();
  assert.deepEqual(ids(), [1, 1]);
});

test('a half last line is cut off, however long, and told anew', async () => {
  for (const half of ['{"half', `"${'x'.repeat(200_000)}`]) {
    const run = fresh();
    const log = await LiveLog.open(run, OPTIONS);
    log.append([event(1)]);
    log.close();
    fs.appendFileSync(file, half);
    const next = await LiveLog.open(run, OPTIONS);
    next.append([event(2)]);
    next.close();
    assert.deepEqual(ids(), [1, 2]);
  }
});

test('events below the level are left out', async () => {
  const log = await LiveLog.open(fresh(), { ...OPTIONS, log_level: 'ERROR' });
  log.append([event(1, 'DEBUG'), event(2), event(3, 'OPERATION_ERROR'), event(4, 'WARNING')]);
  log.close();
  assert.deepEqual(ids(), [3]);
});

test('a full file is rotated at a line end; the oldest go, what is left is not told again', async () => {
  const run = fresh();
  const options = { ...OPTIONS, max_log_size_mb: 0.001 };
  const log = await LiveLog.open(run, options);
  for (let id = 1; id <= 20; id++) log.append([event(id)]);
  log.close();
  const kept = [...ids(`${file}.2`), ...ids(`${file}.1`), ...ids()];
  assert.deepEqual(
    kept,
    Array.from(kept, (_, i) => 20 - kept.length + 1 + i),
  );
  assert.ok(!fs.existsSync(`${file}.3`));
  const next = await LiveLog.open(run, { ...OPTIONS, max_log_size_mb: 1 });
  next.append([event(20), event(21)]);
  next.close();
  assert.equal(ids().at(-1), 21);
  assert.equal(
    ids().filter((id) => id === 20).length,
    kept.includes(20) && ids(`${file}.1`).includes(20) ? 0 : 1,
  );
});

test('a writer that is late writes nothing into the export that took the name', async () => {
  const run = fresh();
  const log = await LiveLog.open(run, { ...OPTIONS, max_log_size_mb: 0.0001 });
  log.append([event(1)]);
  fs.writeFileSync(`${file}.new`, 'the export\n');
  fs.renameSync(`${file}.new`, file);
  log.append([event(2), event(3)]);
  log.close();
  assert.equal(fs.readFileSync(file, 'utf8'), 'the export\n');
});

test('two writers of one log, one of them late, tell nothing twice', async () => {
  const run = fresh();
  const early = await LiveLog.open(run, OPTIONS);
  early.append([event(1)]);
  const late = await LiveLog.open(run, OPTIONS);
  early.append([event(2), event(3)]);
  late.append([event(2), event(3), event(4)]);
  early.append([event(4), event(5)]);
  late.append([event(5), event(6)]);
  assert.deepEqual(ids(), [1, 2, 3, 4, 5, 6]);
  early.close();
  late.close();
});
