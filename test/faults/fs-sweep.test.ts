/** A part of `npm run sweep`: whichever file-system call fails, a run comes to the same end or stops cleanly before it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { calmRun, trial, type Fault } from '../../bench/sweep/trial.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'fs-sweep-'));
/** Of so many calls one is tried. */
const EVERY = 79;

let calm: Awaited<ReturnType<typeof calmRun>>;
before(async () => {
  calm = await calmRun(path.join(ROOT, 'calm'));
});
after(() => fs.rmSync(ROOT, { recursive: true }));

async function sweep(fault: Omit<Fault, 'n'>, first: number): Promise<string[]> {
  const ends: string[] = [];
  for (let n = first; n <= calm.calls.length; n += EVERY) {
    const outcome = await trial(path.join(ROOT, 'trial'), { ...fault, n }, calm.remains);
    assert.deepEqual(outcome.problems, [], `call ${n}, ${outcome.call}`);
    ends.push(outcome.end);
  }
  return ends;
}

test('a call that fails once is tried again, to the same bytes, counts and quarantined rows', async () => {
  const ends = [
    ...(await sweep({ code: 'EIO', mode: 'once' }, 3)),
    ...(await sweep({ code: 'ENOSPC', mode: 'once' }, 11)),
  ];
  assert.ok(ends.filter((end) => end === 'same_after_retry').length > 0.9 * ends.length, ends.join());
});

test('a disk that fails for good stops the run with an error of ours; a fresh start comes to the same bytes', async () => {
  const ends = await sweep({ code: 'EIO', mode: 'from-then-on' }, 7);
  assert.deepEqual(new Set(ends), new Set(['same_after_fresh_start']));
});
