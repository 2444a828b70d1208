/** A part of `npm run bitflips`: what is damaged is refused, and a fresh start comes to the same end. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { damageOnce, finishedRun, type Harm } from '../../bench/flips/damage.js';
import { seededRandom } from '../../bench/corpus/random.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'bit-flips-'));
after(() => fs.rmSync(ROOT, { recursive: true }));

const SEED = 20;
const HARMS: [Harm, number][] = [
  ['flip', 50],
  ['truncation', 10],
];

test('every flipped bit and every cut end is detected, and the run comes to the same end', async () => {
  const finished = await finishedRun(path.join(ROOT, 'run'));
  const random = seededRandom(SEED);
  const kinds = new Set<string>();
  for (const [harm, times] of HARMS) {
    for (let i = 0; i < times; i++) {
      const damage = await damageOnce(finished, harm, random);
      assert.ok(damage.detected, `not detected: ${JSON.stringify(damage)}`);
      assert.ok(damage.same_end, `another end: ${JSON.stringify(damage)}`);
      kinds.add(damage.kind);
    }
  }
  assert.ok(kinds.size >= 6, `only ${[...kinds].join(', ')} were damaged`);
});
