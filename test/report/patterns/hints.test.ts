import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import type { JuicerEvent } from '../../../src/model/event.js';
import { hints, type Hint, type HintContext } from '../../../src/report/patterns/hints.js';
import { logHealth } from '../../../src/report/patterns/log-health.js';
import { failurePatterns } from '../../../src/report/patterns/patterns.js';
import { began, donePartition, ended, event, failedAttempt } from '../events.js';

const well = [0, 1, 2, 3].flatMap((id) => donePartition(id));

async function given(events: JuicerEvent[], context: HintContext = {}): Promise<Hint[]> {
  return hints(await failurePatterns([...began(4), ...events, ended(9)]), context);
}

/** The plan as far as hints look at it. */
function plan(settings: object = {}, logging: object = {}): NonNullable<HintContext['plan']> {
  return {
    settings: { memory_mb: 8192, window: 4, export_events: true, ...settings },
    op_fusion: false,
    segments: [{}, {}],
    event_logging: { log_level: 'INFO', backup_count: 5, max_log_size_mb: 100, ...logging },
  } as unknown as NonNullable<HintContext['plan']>;
}

/** All that a hint says, as one text. */
function said(hint: Hint | undefined): string {
  return [hint?.problem, ...(hint?.evidence ?? []), ...(hint?.cures ?? [])].join('\n');
}

test('a run that went well gets no hint', async () => {
  assert.deepEqual(await given(well, { plan: plan() }), []);
});

test('attempts that ran out of memory are told in numbers, with the keys that need less', async () => {
  const found = await given([...failedAttempt(0, 0, { type: 'E_MEMORY' }), ...well]);
  assert.deepEqual(
    found.map((h) => h.symptom),
    ['memory'],
  );
  assert.match(said(found[0]), /1 attempt ended with E_MEMORY[^]*partition_size[^]*num_workers/);
});

test('a worker close to its memory limit is told before it fails', async () => {
  const [hint] = await given(well, { plan: plan({ memory_mb: 105 }) });
  assert.equal(hint?.symptom, 'memory');
  assert.match(said(hint), /peak of a worker 101 MB of 105 MB allowed/);
});

test('a full disk is told with the keys and commands that make room', async () => {
  const [hint] = await given([...failedAttempt(0, 0, { type: 'E_DISK_FULL' }), ...well], { run: 'r1' });
  assert.equal(hint?.symptom, 'disk');
  assert.match(
    said(hint),
    /1 attempt ended with E_DISK_FULL[^]*cleanup_old_checkpoints[^]*checkpoints r1 gc/,
  );
});

test('partitions that did not come through are told with the commonest failure and the command that goes on', async () => {
  const lost = [
    ...failedAttempt(0, 1, { type: 'TypeError', retried: false }),
    event('PARTITION_ERROR', { partition_id: 0, error_message: 'TypeError' }),
    event('PARTITION_PARKED', { partition_id: 0 }),
  ];
  const [hint] = await given([...well.slice(9), ...lost], { run: 'r1' });
  assert.equal(hint?.symptom, 'failures');
  assert.match(said(hint), /1 parked[^]*trim: TypeError 1 times \(100\.0 %[^]*juicer decide r1 retry --all/);
});

test('one retry among many attempts is no hint, a twentieth of them is', async () => {
  const many = Array.from({ length: 40 }, (_, id) => donePartition(id)).flat();
  assert.deepEqual(await given([...failedAttempt(0, 0), ...many]), []);
  const often = [1, 2, 3, 4, 5].flatMap((id) => failedAttempt(id, 0));
  const [hint] = await given([...often, ...many]);
  assert.match(said(hint), /5 of 85 attempts failed \(5\.9 %\), 5 retried[^]*max_retries/);
});

test('a partition that takes far longer than the others is named, with smaller partitions as the cure', async () => {
  const slow = donePartition(4, { op: { seconds: 8 }, bytes: 30 * 2 ** 20 });
  const [hint] = await given([...well, ...slow]);
  assert.equal(hint?.symptom, 'slow');
  assert.match(
    said(hint),
    /partition 4 took 16\.0 s, the middle one 2\.00 s \(8 times\)[^]*max_partition_size_mb/,
  );
});

test('an op that takes most of the time is named', async () => {
  const events = well.map((e) => (e.operation_name === 'trim' && e.duration ? { ...e, duration: 5 } : e));
  const found = await given(events);
  assert.deepEqual(
    found.map((h) => [h.symptom, h.problem]),
    [['slow', 'trim decides how long the run takes']],
  );
  assert.match(said(found[0]), /83\.3 % of the time of all ops[^]*num_workers/);
});

test('checkpoints that take longer than the ops are told with the keys that make them fewer', async () => {
  const events = well.map((e) => (e.event_type === 'RESOURCE_USAGE' ? { ...e, duration: 4 } : e));
  assert.deepEqual(await given(events, { plan: plan() }), [], 'a run of 9 seconds');
  const [hint] = hints(await failurePatterns([...began(4), ...events, ended(60)]), { plan: plan() });
  assert.match(said(hint), /24\.0 s beside the ops, 75\.0 %[^]*checkpointing\.strategy[^]*op_fusion/);
});

test('fewer partitions than threads, and work that stood still, are slow too', async () => {
  const long = [...began(4), ...well, ended(60)];
  const [width] = hints(await failurePatterns(long), { plan: plan({ window: 16 }) });
  assert.match(said(width), /4 partitions, room for 16 side by side/);
  const [stall] = await given([...failedAttempt(0, 0, { type: 'E_STALLED' }), ...well]);
  assert.match(said(stall), /1 attempt ended with E_STALLED, most at clean/);
});

test('a log with torn lines, or without some, is told with the command that writes it again', async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-log-'));
  fs.mkdirSync(path.join(dir, 'logs'));
  const lines = [...began(4), ...well, ended(9)].map((e) => JSON.stringify(e));
  const write = (text: string): void =>
    fs.writeFileSync(path.join(dir, 'logs/processing_events.jsonl'), text);
  write(`${lines.join('\n')}\n`);
  assert.deepEqual(await given(well, { plan: plan(), log: await logHealth(dir) }), []);
  write(`${lines.slice(0, 9).join('\n')}\n${lines[9]?.slice(0, 30)}`);
  const health = await logHealth(dir);
  assert.deepEqual([health.files, health.lines, health.damaged], [1, 9, 1]);
  const [hint] = await given(well, { plan: plan(), run: 'r1', log: health });
  assert.equal(hint?.symptom, 'log');
  assert.match(
    said(hint),
    /damaged[^]*1 damaged line in 1 log file[^]*26 lines less[^]*juicer events r1 --rebuild/,
  );
  fs.rmSync(dir, { recursive: true });
});

test('lines that rotation dropped are told with the keys of rotation', async () => {
  const log = { files: 2, bytes: 1000, lines: 10, damaged: 0 };
  const [hint] = await given(well, { plan: plan({}, { backup_count: 1 }), log });
  assert.match(said(hint), /lost its oldest lines[^]*event_logging\.max_log_size_mb/);
  assert.deepEqual(await given(well, { plan: plan({ export_events: false }), log }), []);
});
