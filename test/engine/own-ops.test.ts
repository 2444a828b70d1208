/** Own ops in the engine: what a plan notes of them, and what is checked before their code runs. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chainChange } from '../../src/plan/chain-change.js';
import { buildMapping, buildPlan } from '../../src/activities/build-plan.js';
import { loadOps, noteCode } from '../../src/custom/loaded.js';
import { noteStored } from '../../src/engine/own-ops.js';
import { forgetPrepared, preparedOp } from '../../src/engine/prepared.js';
import { JuicerError } from '../../src/model/errors.js';
import type { Plan } from '../../src/model/plan.js';
import { localStore } from '../../src/storage/local-store.js';
import { codeFile } from '../../src/storage/layout.js';
import { folderWith, loadIn, mapperText } from '../custom/support.js';

type Test = { after(done: () => void): void };
const NONE = { run_id: '', dir: '', recipe_sha256: '' };

function plannedIn(dir: string): Plan {
  const process = '[shout_mapper, clean_email_mapper]';
  const { recipe } = loadIn(dir, { paths: 'op.js', process });
  assert.deepEqual(buildMapping(NONE, recipe, { inputs: [], partitions: [] }).partitions, []);
  return buildPlan(NONE, recipe, { mappingSha256: '', heartbeatMs: 0, automaticWidth: 1 });
}

function plannedWith(t: Test, map: string): Plan {
  return plannedIn(folderWith(t, { 'op.js': mapperText('shout_mapper', map) }));
}

function allow(t: Test): void {
  process.env.JUICER_ALLOW_CODE = '1';
  t.after(() => delete process.env.JUICER_ALLOW_CODE);
  forgetPrepared();
}

function isRefused(message: RegExp): (error: unknown) => boolean {
  return (error) => error instanceof JuicerError && error.code === 'E_REFUSED' && message.test(error.message);
}

describe('an own op in a plan', () => {
  test('has the hash of its code, which is part of its digest; a built-in op has none', (t) => {
    const [a, same, other] = [
      '({ text }) => text + "!"',
      '({ text }) => text + "!"',
      '(row) => row.text + "!"',
    ].map((map) => plannedWith(t, map)) as [Plan, Plan, Plan];
    const code = a.ops[0]?.code;
    assert.match(code?.sha256 ?? '', /^[0-9a-f]{64}$/);
    assert.equal(code?.file, `metadata/code/${code?.sha256}.cjs`);
    assert.ok(a.ops[1] && !('code' in a.ops[1]));
    assert.equal(a.ops[0]?.digest, same.ops[0]?.digest);
    assert.notEqual(a.ops[0]?.digest, other.ops[0]?.digest);
    assert.equal(a.ops[1]?.digest, other.ops[1]?.digest);
    assert.deepEqual(chainChange(a, same).why, null);
    assert.deepEqual(chainChange(a, other).why, {
      kind: 'op',
      text: 'op 0 shout_mapper: its code has changed',
    });
  });

  test('runs where code is allowed only', (t) => {
    const op = plannedWith(t, '({ text }) => text + "!"').ops[0];
    assert.ok(op);
    forgetPrepared();
    assert.throws(() => preparedOp(op), isRefused(/^op shout_mapper is code that came with the recipe/));
    allow(t);
    const ready = preparedOp(op);
    assert.equal(
      ready.kind === 'mapper' && ready.map({ text: 'a', field: () => undefined, names: [] }),
      'a!',
    );
  });

  test('is refused when the code in the folder of the run is another, or is gone', (t) => {
    const store = localStore(folderWith(t, {}), 'test');
    const [changed, gone] = ['a'.repeat(64), 'b'.repeat(64)];
    store.commit(codeFile(changed), Buffer.from('exports.x = 1;'), { mode: 'replace' });
    for (const hash of [changed, gone]) noteStored(hash, store);
    const load = (sha256: string) => (): unknown => loadOps({ path: codeFile(sha256), sha256 });
    assert.throws(load(changed), isRefused(/its sha256 differs/));
    assert.throws(load(gone), isRefused(/of the run is missing/));
    assert.throws(load('c'.repeat(64)), isRefused(/is not with the run/));
    noteCode(gone, () => '');
    assert.throws(load(gone), isRefused(/its sha256 differs/));
  });
});

test('a function of the recipe is called where code is allowed only', (t) => {
  const dir = folderWith(t, {});
  const process = "[js_lambda_mapper: {lambda_str: '(row) => row.text'}]";
  const { recipe } = loadIn(dir, { paths: '[]', process });
  const [op] = buildPlan(NONE, recipe, { mappingSha256: '', heartbeatMs: 0, automaticWidth: 1 }).ops;
  assert.ok(op);
  forgetPrepared();
  assert.throws(() => preparedOp(op), isRefused(/^what op js_lambda_mapper calls is code/));
  allow(t);
  assert.equal(preparedOp(op).name, 'js_lambda_mapper');
});
