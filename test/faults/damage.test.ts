/** Damage between a run that was stopped and its resume is found, set aside, reported and made good (P5, P9). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import type { Workspace } from '../e2e/support.js';
import {
  assertEnded,
  DONE,
  eventsOf,
  faultyWorkspace,
  finished,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

const WHITESPACE = 'op_000_whitespace_normalization_mapper';
const LENGTH = 'op_001_text_length_filter';
const LANGUAGE = 'op_002_language_id_score_filter';

/** What is done to which file of which finished partition. */
const DAMAGE: [partition: number, file: string, harm: (file: string) => void][] = [
  [0, `checkpoints/partition_000000/${LANGUAGE}.parquet`, flipBit],
  [1, `checkpoints/partition_000001/${LANGUAGE}.parquet`, (file) => fs.truncateSync(file, 100)],
  [2, `checkpoints/partition_000002/${LANGUAGE}.parquet`, (file) => fs.rmSync(file)],
  [3, `checkpoints/partition_000003/${LANGUAGE}.json`, (file) => fs.writeFileSync(file, '{"half": ')],
];

describe('a stopped run whose files are damaged', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = faultyWorkspace();
    calm = await undisturbed(w);
  });
  after(() => w.remove());

  it('is resumed to the same bytes; what is damaged is set aside and reported', async () => {
    await stopInTheMiddle(w, 'damaged');
    for (const [, file, harm] of DAMAGE) harm(path.join(runDir(w, 'damaged'), file));
    // All checkpoints of one partition are gone, and its own file is damaged: it is made again from the input.
    for (const stem of [WHITESPACE, LENGTH, LANGUAGE]) {
      for (const end of ['parquet', 'json'])
        fs.rmSync(path.join(runDir(w, 'damaged'), `checkpoints/partition_000004/${stem}.${end}`));
    }
    flipBit(path.join(runDir(w, 'damaged'), 'partitions/partition_000004.parquet'));
    assertEnded(await w.run(['resume', 'damaged']), DONE);
    // Work whose checkpoint was damaged is done again, so only the artefacts are judged, not how much was redone.
    assert.deepEqual(await checkRun(runDir(w, 'damaged'), { expectSha256: calm, executions: 2 }), []);
    const warned = eventsOf(w, 'damaged')
      .filter((e) => e['event_type'] === 'WARNING')
      .map((e) => e['partition_id']);
    assert.deepEqual([...new Set(warned)].sort(), [0, 1, 2, 3, 4]);
    const aside = fs
      .readdirSync(path.join(runDir(w, 'damaged'), 'set_aside'), { recursive: true })
      .map(String);
    assert.ok(aside.some((name) => name.startsWith(`checkpoints/partition_000000/${LANGUAGE}.parquet`)));
    assert.ok(aside.some((name) => name.startsWith('partitions/partition_000004.parquet')));
  });

  it('is refused with exit 6 when its input has another size', async () => {
    await stopInTheMiddle(w, 'grown');
    const input = w.read('in.jsonl');
    w.write('in.jsonl', `${input}{"text": "one more"}\n`);
    const result = await w.run(['resume', 'grown']);
    w.write('in.jsonl', input);
    assertEnded(result, 6);
    assert.match(result.stdout, /E_INPUT_CHANGED: input file .*in\.jsonl has changed/);
  });

  it('is refused with exit 6 when its input was edited, though size and time are the same', async () => {
    await stopInTheMiddle(w, 'edited', 'partition_5/op_0/');
    const stat = fs.statSync(w.path('in.jsonl'));
    const input = w.read('in.jsonl');
    const last = input.lastIndexOf('e');
    w.write('in.jsonl', `${input.slice(0, last)}a${input.slice(last + 1)}`);
    fs.utimesSync(w.path('in.jsonl'), stat.atime, stat.mtime);
    const result = await w.run(['resume', 'edited']);
    w.write('in.jsonl', input);
    assertEnded(result, 6);
  });
});

/** Starts a run, holds a thread in its middle, waits for five partitions to be done, cancels it. */
async function stopInTheMiddle(w: Workspace, id: string, match = 'partition_7/op_1/'): Promise<void> {
  w.write(
    'recipe.yaml',
    w
      .read('recipe.yaml')
      .replace(/\nmax_concurrent_partitions.*/, '')
      .replace(/\nretry/, '\nmax_concurrent_partitions: 4\nretry'),
  );
  const run = w.start(
    ['run', 'recipe.yaml', '--id', id],
    withFaults(w, [{ name: id, point: 'op.start', match, action: 'hold' }]),
  );
  await struck(w, id);
  await finished(w, id, [0, 1, 2, 3, 4]);
  assertEnded(await w.run(['cancel', id]), 0);
  assertEnded(await run.done, 1);
}

function flipBit(file: string): void {
  const bytes = fs.readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  // In place: a checkpoint and the result that is linked to it are one file.
  fs.writeFileSync(file, bytes);
}
