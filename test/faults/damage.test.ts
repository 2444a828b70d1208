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
  nothingRuns,
  PARTITION_ROWS,
  runDir,
  struck,
  undisturbed,
  withFaults,
} from './support.js';

const WHITESPACE = 'op_000_whitespace_normalization_mapper';
const LENGTH = 'op_001_text_length_filter';
const LANGUAGE = 'op_002_language_id_score_filter';

/** What is done to which file of which partition. Of the first its end stands, so that the merge finds the damage. */
const DAMAGE: [partition: number, file: string, harm: (file: string) => void][] = [
  [0, `checkpoints/partition_000000/${LANGUAGE}.parquet`, flipBit],
  [1, `checkpoints/partition_000001/${LANGUAGE}.parquet`, (file) => fs.truncateSync(file, 100)],
  [2, `checkpoints/partition_000002/${LANGUAGE}.parquet`, (file) => fs.rmSync(file)],
  [3, `checkpoints/partition_000003/${LANGUAGE}.json`, (file) => fs.writeFileSync(file, '{"half": ')],
  // Not the furthest one: what comes after it still stands, and is taken up again.
  [5, `checkpoints/partition_000005/${LENGTH}.json`, (file) => fs.rmSync(file)],
  [6, `checkpoints/partition_000006/${LENGTH}.json`, (file) => fs.writeFileSync(file, '{"half": ')],
];

describe('a stopped run whose files are damaged', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = faultyWorkspace('max_concurrent_partitions: 4');
    writeInput(w, w.read('in.jsonl'));
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
    const bare = loseQuarantine(path.join(runDir(w, 'damaged'), 'partitions'));
    for (const partition of [1, 2, 3, 4, 5, 6, ...bare]) loseEnd(runDir(w, 'damaged'), partition);
    assertEnded(await w.run(['resume', 'damaged']), DONE);
    // Work whose checkpoint was damaged is done again, so only the artefacts are judged, not how much was redone.
    const damaged = [0, 1, 2, 3, 4, 5, 6, ...bare];
    const options = { expectSha256: calm, executions: 2, damaged };
    assert.deepEqual(await checkRun(runDir(w, 'damaged'), options), []);
    const warned = eventsOf(w, 'damaged')
      .filter((e) => e['event_type'] === 'WARNING')
      .map((e) => Number(e['partition_id']));
    assert.deepEqual(new Set(warned), new Set([0, 1, 2, 3, 4, 6, ...bare]));
    const aside = fs
      .readdirSync(path.join(runDir(w, 'damaged'), 'set_aside'), { recursive: true })
      .map(String);
    assert.ok(aside.some((name) => name.startsWith(`checkpoints/partition_000000/${LANGUAGE}.parquet`)));
    assert.ok(aside.some((name) => name.startsWith('partitions/partition_000004.parquet')));
  });

  it('is refused at once, with exit 6, when its input has another size', async () => {
    await stopInTheMiddle(w, 'grown');
    const input = w.read('in.jsonl');
    w.write('in.jsonl', `${input}{"text": "one more"}\n`);
    const result = await w.run(['resume', 'grown']);
    writeInput(w, input);
    assertEnded(result, 6);
    assert.match(result.stdout, /partitions 0 of 0/);
    assert.match(result.stdout, /E_INPUT_CHANGED: input file .*in\.jsonl has changed/);
  });

  it('is refused with exit 6 at the partition whose rows were edited, though size and time are the same', async () => {
    const uncut = { point: 'commit.before', match: 'partitions/partition_000005.parquet' };
    await stopInTheMiddle(w, 'edited', { ...uncut, done: [0, 1, 2, 3, 4] });
    const input = w.read('in.jsonl');
    const lines = input.split('\n');
    const edited = lines.map((line, i) => (i === 5 * PARTITION_ROWS ? line.replace('e', 'a') : line));
    writeInput(w, edited.join('\n'));
    const refused = await w.run(['resume', 'edited']);
    writeInput(w, input);
    assertEnded(refused, 6);
    assert.match(refused.stdout, /p5 cut: E_INPUT_CHANGED: input file .*in\.jsonl/);
    assertEnded(await w.run(['resume', 'edited']), DONE);
    assert.deepEqual(await checkRun(runDir(w, 'edited'), { expectSha256: calm, executions: 3 }), []);
    await nothingRuns(w);
  });
});

/** Where a run is held, and which partitions must be done before it is cancelled. */
interface Middle {
  point: string;
  match: string;
  done: readonly number[];
}

const MIDDLE: Middle = { point: 'op.start', match: 'partition_7/op_1/', done: [0, 1, 2, 3, 4, 5, 6] };

/** Starts a run, holds a thread in its middle until some partitions are done, cancels it. */
async function stopInTheMiddle(w: Workspace, id: string, middle = MIDDLE): Promise<void> {
  const { done, ...place } = middle;
  const run = w.start(
    ['run', 'recipe.yaml', '--id', id],
    withFaults(w, [{ ...place, name: id, action: 'hold' }]),
  );
  await struck(w, id);
  await finished(w, id, done);
  assertEnded(await w.run(['cancel', id]), 0);
  assertEnded(await run.done, 1);
}

/** Writes the input with a time that every file system keeps exactly. */
function writeInput(w: Workspace, content: string): void {
  const file = w.write('in.jsonl', content);
  fs.utimesSync(file, 1_700_000_000, 1_700_000_000);
}

/** Without the record of its end a partition is not taken for done: it looks for its furthest checkpoint. */
function loseEnd(dir: string, partition: number): void {
  fs.rmSync(path.join(dir, `results/partition_${String(partition).padStart(6, '0')}.json`), { force: true });
}

/** Removes the quarantined rows of the files in a folder; gives the partitions that had some. */
function loseQuarantine(folder: string): number[] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.quarantine.jsonl'));
  assert.ok(names.length > 0, 'no partition has quarantined rows');
  for (const name of names) fs.rmSync(path.join(folder, name));
  return names.map((name) => Number(/\d+/.exec(name)?.[0]));
}

function flipBit(file: string): void {
  const bytes = fs.readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  // In place: a checkpoint and the result that is linked to it are one file.
  fs.writeFileSync(file, bytes);
}
