import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { checkUnchanged, contentChanged, type Planned } from '../../src/input/change.js';
import { firstChanged } from '../../src/input/verify.js';
import { JuicerError } from '../../src/model/errors.js';
import type { DatasetMapping } from '../../src/model/plan.js';
import { scannedJsonl } from './scanned.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-test-'));
const file = path.join(dir, 'in.jsonl');
const LINES = '{"a":1}\n{"a":2}\n{"a":3}\n{"a":4}\n';
const THEN = new Date('2026-01-02T03:04:05Z');
after(() => fs.rmSync(dir, { recursive: true }));

let mapping: DatasetMapping;
const reread: Planned['firstChanged'] = (partitions) => firstChanged(partitions, () => undefined);
const check = (): Promise<void> => checkUnchanged({ runId: 'r', mapping, firstChanged: reread });

beforeEach(() => {
  fs.writeFileSync(file, LINES);
  fs.utimesSync(file, THEN, THEN);
  const { inputs, partitions } = scannedJsonl(file, { rows: 2, bytes: 1000 });
  const numbered = partitions.map((p, id) => ({ id, ...p, path: '' }));
  mapping = { inputs, partitions: numbered } as unknown as DatasetMapping;
});

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof JuicerError);
  assert.equal(error.code, 'E_INPUT_CHANGED');
  assert.match(error.message, message);
  return true;
};

test('a file of the same size and time passes unread; one that was only touched passes after it was read', async () => {
  let read = 0;
  const counting: Planned['firstChanged'] = (partitions) => {
    read += partitions.length;
    return reread(partitions);
  };
  await checkUnchanged({ runId: 'r', mapping, firstChanged: counting });
  assert.equal(read, 0);
  fs.utimesSync(file, new Date(0), new Date(0));
  await checkUnchanged({ runId: 'r', mapping, firstChanged: counting });
  assert.equal(read, 2);
});

test('another size is named with both sizes and times', async () => {
  fs.appendFileSync(file, '{"a":5}\n');
  fs.utimesSync(file, THEN, new Date('2026-02-02T00:00:00Z'));
  await assert.rejects(
    check(),
    refused(/planned: size 32 → 40 bytes, time 2026-01-02T03:04:05.000Z → 2026-02-02T00:00:00.000Z$/),
  );
});

test('another content of the same size is named with the first partition that differs, and its bytes', async () => {
  fs.writeFileSync(file, LINES.replace('3', '9'));
  fs.utimesSync(file, THEN, new Date('2026-02-02T00:00:00Z'));
  await assert.rejects(
    check(),
    refused(/: same size, time \S+ → \S+, content differs in partition 1, bytes 16-32$/),
  );
});

test('a change that left size and time as they were says so', () => {
  fs.writeFileSync(file, LINES.replace('1', '9'));
  fs.utimesSync(file, THEN, THEN);
  const [partition] = mapping.partitions;
  assert.ok(partition);
  const { message } = contentChanged({ runId: 'r', inputs: mapping.inputs, partition });
  assert.match(
    message,
    /since run r was planned: same size and time, content differs in partition 0, bytes 0-16$/,
  );
});

test('a file that is gone is missing', async () => {
  fs.rmSync(file);
  await assert.rejects(check(), (e) => e instanceof JuicerError && e.code === 'E_INPUT_MISSING');
});
