/** A plan or a mapping that is damaged is set aside and made again; checkpoints stay valid, a changed input is refused. */
import '../../bench/chain/poison.js';
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { runChain } from '../../bench/chain/run-chain.js';
import { smallRun, type SmallRun } from '../../bench/chain/small-run.js';
import { filesBelow, remainsOf, type Remains } from '../../bench/sweep/judge.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'standing-plan-'));
after(() => fs.rmSync(ROOT, { recursive: true }));

const PLAN = 'metadata/plan.json';
const MAPPING = 'metadata/dataset_mapping.json';

let small: SmallRun;
let remains: Remains;
beforeEach(async () => {
  small = smallRun(fs.mkdtempSync(path.join(ROOT, 'x-')));
  assert.equal((await runChain(small)).stopped, null);
  remains = remainsOf(small);
});

function at(name: string): string {
  return path.join(small.run.dir, name);
}

function damage(name: string): void {
  const bytes = fs.readFileSync(at(name));
  fs.writeFileSync(at(name), bytes.subarray(0, bytes.length - 5));
}

/** When each checkpoint was made. */
function made(): Record<string, number> {
  const names = filesBelow(small.run.dir).filter((name) =>
    /^(partitions|checkpoints)\/.*(parquet|\d\.json)$/.test(name),
  );
  return Object.fromEntries(names.map((name) => [name, fs.statSync(at(name)).mtimeMs]));
}

function input(): string {
  return path.join(small.run.dir, '../../in.jsonl');
}

for (const lost of [[PLAN], [MAPPING], [PLAN, MAPPING]]) {
  test(`${lost.join(' and ')} damaged: set aside, made again, no checkpoint is made again`, async () => {
    const before = made();
    const mapping = fs.readFileSync(at(MAPPING));
    lost.forEach(damage);
    assert.equal((await runChain(small)).stopped, null);
    assert.deepEqual(remainsOf(small), remains);
    assert.deepEqual(made(), before);
    assert.deepEqual(fs.readFileSync(at(MAPPING)), mapping);
    assert.deepEqual(filesBelow(at('set_aside')).sort(), lost.map((name) => `${name}.0`).sort());
  });
}

for (const lost of [PLAN, MAPPING]) {
  test(`${lost} damaged and the input changed: refused, the input stays what it was planned with`, async () => {
    damage(lost);
    fs.appendFileSync(input(), '{"text": "one more"}\n');
    const { stopped } = await runChain(small);
    assert.equal(stopped?.type, 'E_INPUT_CHANGED');
    assert.equal(stopped.activity, 'planRun');
    assert.deepEqual(remainsOf(small), remains);
  });
}

test('a plan of another recipe is refused, not set aside', async () => {
  const { stopped } = await runChain({ ...small, run: { ...small.run, recipe_sha256: 'another' } });
  assert.equal(stopped?.type, 'E_REFUSED');
  assert.ok(fs.existsSync(at(PLAN)));
});
