import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import { levelOf, writeEventLog, type LogFileOptions } from '../../src/events/log-file.js';
import { filterEvents, readEventLog, type EventFilter } from '../../src/events/query.js';
import type { JuicerEvent } from '../../src/model/event.js';
import { localStore } from '../../src/storage/local-store.js';
import { donePartition, runHistory, START } from './history-builder.js';

const events = eventsFromHistories([
  runHistory().build(),
  ...[0, 1, 2].map((i) => donePartition(i, `c${i}`, START + 50 * i)),
]);
const options: LogFileOptions = { log_level: 'DEBUG', max_log_size_mb: 100, backup_count: 5 };
const log = 'logs/processing_events.jsonl';

async function* stream(list: readonly JuicerEvent[]): AsyncGenerator<JuicerEvent> {
  for (const event of list) yield await Promise.resolve(event);
}

async function all(list: AsyncIterable<JuicerEvent>): Promise<JuicerEvent[]> {
  const found: JuicerEvent[] = [];
  for await (const event of list) found.push(event);
  return found;
}

function folder(t: { after(fn: () => void): void }): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-events-'));
  t.after(() => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('what is written is what is read back', async (t) => {
  const dir = folder(t);
  const written = await writeEventLog(localStore(dir), stream(events), options);
  assert.equal(written.events, events.length);
  assert.deepEqual(
    written.files.map((f) => f.path),
    [log],
  );
  assert.deepEqual(await all(readEventLog(dir)), events);
  assert.deepEqual(fs.readdirSync(path.join(dir, 'temp/intermediate_data')), []);
});

test('a log over its size is rotated at line ends, the newest lines in the base file', async (t) => {
  const dir = folder(t);
  const limit = 8192;
  const written = await writeEventLog(localStore(dir), stream(events), {
    ...options,
    max_log_size_mb: limit / 2 ** 20,
  });
  assert.ok(written.files.length > 2);
  for (const { path: name, bytes } of written.files) {
    assert.ok(bytes <= limit, `${name} has ${bytes} bytes`);
    assert.equal(fs.statSync(path.join(dir, name)).size, bytes);
  }
  assert.deepEqual(await all(readEventLog(dir)), events);
  const base = fs.readFileSync(path.join(dir, log), 'utf8').trimEnd().split('\n');
  assert.deepEqual(JSON.parse(base.at(-1) ?? ''), events.at(-1));
});

test('more rotated files than are kept lose the oldest lines, and those of a former export go', async (t) => {
  const dir = folder(t);
  fs.mkdirSync(path.join(dir, 'logs'));
  fs.writeFileSync(path.join(dir, `${log}.9`), 'old\n');
  await writeEventLog(localStore(dir), stream(events), {
    ...options,
    max_log_size_mb: 8192 / 2 ** 20,
    backup_count: 1,
  });
  assert.deepEqual(fs.readdirSync(path.join(dir, 'logs')), [
    'processing_events.jsonl',
    'processing_events.jsonl.1',
  ]);
  const kept = await all(readEventLog(dir));
  assert.deepEqual(kept, events.slice(-kept.length));
});

test('a line longer than a file may be is kept whole', async (t) => {
  const dir = folder(t);
  await writeEventLog(localStore(dir), stream(events), {
    ...options,
    max_log_size_mb: 1 / 2 ** 20,
    backup_count: 1000,
  });
  assert.deepEqual(await all(readEventLog(dir)), events);
});

test('the level leaves out what is below it', async (t) => {
  assert.deepEqual(
    (['DEBUG', 'INFO', 'OPERATION_RETRY', 'WARNING', 'PARTITION_ERROR', 'CANCELLED'] as const).map(levelOf),
    ['DEBUG', 'INFO', 'INFO', 'WARNING', 'ERROR', 'INFO'],
  );
  const dir = folder(t);
  await writeEventLog(localStore(dir), stream(events), { ...options, log_level: 'ERROR' });
  assert.deepEqual(await all(readEventLog(dir)), []);
});

test('a half last line and a damaged one are left out, the others are read', async (t) => {
  const dir = folder(t);
  await writeEventLog(localStore(dir), stream(events), options);
  fs.appendFileSync(path.join(dir, log), '7\n{"event_type":"INFO","times');
  assert.deepEqual(await all(readEventLog(dir)), events);
});

test('a run without a log has no events', async (t) => {
  assert.deepEqual(await all(readEventLog(folder(t))), []);
});

test('events are found by type, partition, op and time, and no more than asked for', async () => {
  const find = (filter: EventFilter): Promise<JuicerEvent[]> => all(filterEvents(events, filter));
  assert.equal((await find({ eventType: 'PARTITION_START' })).length, 3);
  assert.ok((await find({ partitionId: 1 })).every((e) => e.partition_id === 1));
  assert.deepEqual(
    (await find({ operationName: 'trim', partitionId: 2 })).map((e) => e.event_type),
    ['OPERATION_START', 'OPERATION_COMPLETE', 'PERFORMANCE_METRIC', 'RESOURCE_USAGE'],
  );
  const [from, to] = [START + 50, START + 60];
  assert.ok(
    (await find({ startTime: from, endTime: to })).every((e) => e.timestamp >= from && e.timestamp <= to),
  );
  assert.deepEqual(await find({ limit: 2 }), events.slice(0, 2));
  assert.deepEqual(await find({ limit: 0 }), []);
});
