import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Plan, PlannedOp } from '../../src/model/plan.js';
import { chainChange } from '../../src/plan/chain-change.js';
import { segmentsOf, type CheckpointPlaces } from '../../src/plan/segments.js';

const EVERY: CheckpointPlaces = {
  enabled: true,
  strategy: 'every_op',
  n_ops: 2,
  op_names: [],
  measured: null,
};

function op(index: number, name: string, more: Partial<PlannedOp> = {}): PlannedOp {
  const plain = { index, name, kind: 'mapper' as const, version: 1, params: {}, files: [], unicode: null };
  const all = { ...plain, ...more };
  return { ...all, digest: JSON.stringify({ ...all, files: all.files.map((f) => f.sha256) }) };
}

function plan(ops: PlannedOp[], policy: Partial<CheckpointPlaces> = {}): Plan {
  const names = ops.map((o) => o.name);
  return { ops, segments: segmentsOf(names, { ...EVERY, ...policy }), reader: {}, storage: {} } as never;
}

const file = (sha256: string) => ({ param: 'model_path', path: '/m', sha256 });
const CHAIN = [
  op(0, 'a'),
  op(1, 'b', { params: { min: 1 }, unicode: '15.0', files: [file('aa')] }),
  op(2, 'c'),
];
const second = (more: Partial<PlannedOp>): Plan =>
  plan([op(0, 'a'), op(1, 'b', { ...CHAIN[1], ...more }), op(2, 'c')]);

test('equal chains agree to their end', () => {
  assert.deepEqual(chainChange(plan(CHAIN), plan(CHAIN)), { slots: 4, why: null });
});

test('whatever of an op is another, its checkpoint and those after it do not fit, and that is named', () => {
  const cases: [Plan, string][] = [
    [second({ params: { min: 2 } }), 'op 1 b: min: 1 → 2'],
    [second({ version: 2 }), 'op 1 b: version 1 → 2'],
    [second({ unicode: '16.0' }), 'op 1 b: Unicode 15.0 → 16.0'],
    [second({ files: [file('bb')] }), 'op 1 b: another content of model_path'],
    [plan([op(0, 'a'), op(1, 'x'), op(2, 'c')]), 'op 1 x: it was b in that run'],
  ];
  for (const [now, text] of cases) {
    const { slots, why } = chainChange(now, plan(CHAIN));
    assert.deepEqual([slots, why?.kind, why?.text], [2, 'op', text]);
  }
});

test('an op that was added at the end leaves all before it; one that was removed there leaves everything', () => {
  const longer = plan([...CHAIN, op(3, 'd')]);
  assert.deepEqual(chainChange(longer, plan(CHAIN)).slots, 4);
  assert.equal(chainChange(longer, plan(CHAIN)).why?.text, 'op 3 d: it was not in that run');
  assert.deepEqual(chainChange(plan(CHAIN), longer), { slots: 4, why: null });
});

test('checkpoints that stand at other ops do not fit', () => {
  const { slots, why } = chainChange(plan(CHAIN), plan(CHAIN, { strategy: 'every_n_ops' }));
  assert.deepEqual([slots, why?.kind], [1, 'places']);
});

test('another reader or another form of storage leaves nothing', () => {
  const base = plan(CHAIN);
  const reader = { ...base, reader: { text_key: 'body' } } as unknown as Plan;
  assert.deepEqual(chainChange(reader, base), {
    slots: 0,
    why: { kind: 'reader', text: 'text_key: not set → "body"' },
  });
  const storage = { ...base, storage: { compression: 'zstd' } } as unknown as Plan;
  assert.equal(chainChange(storage, base).why?.kind, 'storage');
});
