import { POISON } from './poison.js';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import type { QuarantineLine } from '../../src/model/checkpoint.js';
import { checkSlot, readRecord } from '../../src/storage/records.js';
import { writeJson } from '../../src/storage/json-file.js';
import { project, type Project, type ProjectRun } from './project.js';

const OPS = `process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 4}
  - text_length_filter: {max_len: LONGEST}
`;
const before = OPS.replace('LONGEST', '60');
const after60 = OPS.replace('LONGEST', '30');

const LINES = Array.from({ length: 30 }, (_, i) => {
  if (i === 3) return 'no json';
  const text = i === 5 ? POISON : `${'word  '.repeat(i % 13)}${i}`;
  return JSON.stringify({ text });
}).join('\n');

const made: Project[] = [];
after(() => made.forEach((p) => p.remove()));

async function twoRuns(recipe = after60): Promise<{ home: Project; first: ProjectRun; second: ProjectRun }> {
  const home = project(LINES);
  made.push(home);
  const first = home.run('first', before);
  for (const { id } of first.mapping.partitions) await first.work(id);
  return { home, first, second: home.run('second', recipe) };
}

const linesOf = (run: ProjectRun, name: string): QuarantineLine[] =>
  Buffer.from(run.store.read(name))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as QuarantineLine);

test('with a later op changed, the common prefix is taken over and only that op is run; the rows are those of a run of its own', async () => {
  const { home, second } = await twoRuns();
  const own = home.run('own', after60, 'none');
  for (const { id } of second.mapping.partitions) {
    const [start, ...rest] = await second.work(id);
    assert.equal(start?.reused?.from_run, 'first');
    assert.equal(start.reused.up_to_op, 1);
    assert.deepEqual(
      start.reused.ops.map((op) => op.index),
      [0, 1],
    );
    assert.deepEqual(
      rest.flatMap((outcome) => outcome.ops.map((op) => op.index)),
      [2],
    );
    await own.work(id);
    assert.deepEqual(second.sums(id), own.sums(id));
    assert.equal(rest[0]?.ledger.rows_in, start.ledger.rows_out);
  }
});

test('records and quarantined rows are those of the new run, and say where they are from', async () => {
  const { second } = await twoRuns();
  await second.work(0);
  const records = second.slots(0).map((slot) => readRecord(second.store, slot));
  assert.deepEqual(
    records.map((record) => [record?.run_id, record?.reused_from]),
    [
      ['second', 'first'],
      ['second', 'first'],
      ['second', 'first'],
      ['second', undefined],
    ],
  );
  const lines = linesOf(second, records[0]?.quarantine?.path ?? '');
  assert.deepEqual(
    lines.map((line) => [line.run_id, line.row, line.raw, line.source?.line]),
    [['second', 3, 'no json', 4]],
  );
  const mode = fs.statSync(path.join(second.dir, records[0]?.quarantine?.path ?? '')).mode & 0o777;
  assert.equal(mode, 0o600);
  const thrown = linesOf(second, records[1]?.quarantine?.path ?? '');
  assert.deepEqual(
    thrown.map((line) => [line.run_id, line.row]),
    [['second', 5]],
  );
});

test('nothing is lost with the earlier run', async () => {
  const { first, second } = await twoRuns();
  for (const { id } of second.mapping.partitions) await second.work(id);
  fs.rmSync(first.dir, { recursive: true });
  for (const { id } of second.mapping.partitions)
    for (const slot of second.slots(id)) assert.equal(typeof checkSlot(second.store, slot), 'object');
});

test('a damaged checkpoint of the earlier run is not reused, and that is told; what is before it is', async () => {
  const { first, second } = await twoRuns();
  const file = `${first.slots(0)[2]?.stem}.parquet`;
  const bytes = Buffer.from(first.store.read(file));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  fs.rmSync(path.join(first.dir, file));
  fs.writeFileSync(path.join(first.dir, file), bytes);
  const start = await second.cut(0);
  assert.equal(start.reused?.up_to_op, 0);
  assert.deepEqual(start.reused.failed, { path: file, reason: 'its sha256 differs from its record' });
  assert.equal(second.store.size(file), null);
  assert.deepEqual(
    (await second.work(0)).slice(1).map((outcome) => outcome.ops.map((op) => op.index)),
    [[1], [2]],
  );
});

test('an earlier run whose folder is gone gives nothing; that is told, and everything is made', async () => {
  const { first, second } = await twoRuns();
  fs.rmSync(first.dir, { recursive: true });
  const start = await second.cut(1);
  assert.equal(start.outcome, 'made');
  assert.equal(start.reused?.up_to_op, null);
  assert.match(start.reused.failed?.reason ?? '', /is not there any more/);
});

test('checkpoints that were given up by decision are not taken over, nor what follows them', async () => {
  const { first, second } = await twoRuns();
  const slot = first.slots(0)[1];
  const record = slot && readRecord(first.store, slot);
  writeJson(first.store, `${slot?.stem}.json`, { ...record, given_up: true });
  assert.equal((await second.cut(0)).reused?.up_to_op, -1);
});

test('a record whose file was removed to make room comes over without a file, before one that has its own', async () => {
  const { first, second } = await twoRuns();
  const slot = first.slots(0)[1];
  const record = slot && readRecord(first.store, slot);
  writeJson(first.store, `${slot?.stem}.json`, { ...record, cleaned: true });
  first.store.remove(record?.file ?? '');
  const [start, next] = await second.work(0);
  assert.equal(start?.reused?.up_to_op, 1);
  assert.equal(next?.ops[0]?.index, 2);
  assert.equal(slot && readRecord(second.store, slot)?.cleaned, true);
});

test('an attempt that died after taking over is made up for by the next: all that came is told again', async () => {
  const { second } = await twoRuns();
  const once = await second.cut(2);
  const again = await second.cut(2);
  assert.deepEqual(again.reused, once.reused);
  assert.equal(again.loaded_from, 1);
});

test('a record without the others before it is completed from the earlier run', async () => {
  const { second } = await twoRuns();
  await second.cut(0);
  second.store.remove(`${second.slots(0)[1]?.stem}.json`);
  const again = await second.cut(0);
  assert.equal(again.loaded_from, 1);
  assert.deepEqual(again.set_aside, []);
});

test('what is to be made again is not taken over', async () => {
  const { second } = await twoRuns();
  await second.work(0);
  const again = await second.cut(0, 0);
  assert.equal(again.loaded_from, -1);
  assert.deepEqual(again.reused?.ops ?? [], []);
});

test('the place of a quarantined row follows the row when the input before it has changed its length', async () => {
  const { home } = await twoRuns();
  const lines = LINES.split('\n');
  lines[0] = JSON.stringify({ text: 'another first row, longer than it was' });
  lines[13] = 'no json';
  fs.writeFileSync(home.input, lines.join('\n'));
  const third = home.run('third', before);
  for (const { id } of third.mapping.partitions) await third.work(id);
  lines[0] = JSON.stringify({ text: 'short' });
  fs.writeFileSync(home.input, lines.join('\n'));
  const fourth = home.run('fourth', before);
  assert.equal((await fourth.cut(0)).reused?.up_to_op ?? null, null);
  const start = await fourth.cut(1);
  assert.equal(start.reused?.from_run, 'third');
  const [line] = linesOf(
    fourth,
    readRecord(fourth.store, fourth.slots(1)[0] as never)?.quarantine?.path ?? '',
  );
  const at = Buffer.byteLength(lines.slice(0, 13).join('\n')) + 1;
  assert.deepEqual(line?.source, { file: home.input, line: 14, byte_offset: at });
});
