import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUTO_FACTOR, segmentsOf, type CheckpointPlaces } from '../../src/plan/segments.js';

const NAMES = ['a_mapper', 'b_filter', 'a_mapper', 'c_filter', 'd_mapper'];
const POLICY: CheckpointPlaces = {
  enabled: true,
  strategy: 'every_op',
  n_ops: 2,
  op_names: [],
  measured: null,
};

const spans = (policy: Partial<CheckpointPlaces>, names = NAMES): [number, number][] =>
  segmentsOf(names, { ...POLICY, ...policy }).map(({ from, to }) => [from, to]);

/** A chain whose ops take these times, in units of what a checkpoint costs. */
const measured = (ops: number[]): Partial<CheckpointPlaces> => ({
  strategy: 'auto',
  measured: { sample: { rows: 1, bytes: 1 }, ops: ops.map((cost) => cost * 0.5), codec: 0.5 },
});

test('every_op ends a segment after each op', () => {
  assert.deepEqual(spans({}), [
    [0, 0],
    [1, 1],
    [2, 2],
    [3, 3],
    [4, 4],
  ]);
});

test('every_n_ops ends a segment after each n-th op, and after the last', () => {
  assert.deepEqual(spans({ strategy: 'every_n_ops' }), [
    [0, 1],
    [2, 3],
    [4, 4],
  ]);
  assert.deepEqual(spans({ strategy: 'every_n_ops', n_ops: 5 }), [[0, 4]]);
  assert.deepEqual(spans({ strategy: 'every_n_ops', n_ops: 1000 }), [[0, 4]]);
  assert.deepEqual(spans({ strategy: 'every_n_ops', n_ops: 1 }), spans({}));
});

test('manual ends a segment after every place of a named op, and after the last', () => {
  assert.deepEqual(spans({ strategy: 'manual', op_names: ['a_mapper'] }), [
    [0, 0],
    [1, 2],
    [3, 4],
  ]);
});

test('disabled makes one segment of the chain, whatever the strategy', () => {
  for (const strategy of ['every_op', 'every_n_ops', 'manual', 'auto'] as const)
    assert.deepEqual(spans({ enabled: false, strategy, op_names: ['a_mapper'] }), [[0, 4]]);
});

test('auto ends a segment where the ops since the last took enough for a checkpoint, and after the last', () => {
  const k = AUTO_FACTOR;
  assert.deepEqual(spans(measured([k, 0, 0, k, 0])), [
    [0, 0],
    [1, 3],
    [4, 4],
  ]);
  assert.deepEqual(spans(measured([k / 2, k / 4, k / 4, k - 0.1, 0])), [
    [0, 2],
    [3, 4],
  ]);
  assert.deepEqual(spans(measured([0, 0, 0, 0, k])), [[0, 4]]);
});

test('with auto the checkpoints within a chain take at most a quarter of the time of the ops', () => {
  for (let seed = 1; seed <= 200; seed++) {
    const ops = NAMES.map((_, i) => ((seed * 7919 + i * 104_729) % 97) / 10);
    const within = spans(measured(ops)).length - 1;
    assert.ok(within * AUTO_FACTOR <= ops.reduce((a, b) => a + b, 0), ops.join());
  }
});

test('auto without a measure ends a segment after each op', () => {
  assert.deepEqual(spans({ strategy: 'auto' }), spans({}));
});

test('whatever the policy, segments cover the chain without gap or overlap and are named for their last op', () => {
  for (const policy of [
    {},
    { enabled: false },
    { strategy: 'every_n_ops' as const, n_ops: 3 },
    { strategy: 'manual' as const, op_names: ['c_filter'] },
    measured([9, 0, 0, 9, 9]),
  ]) {
    const segments = segmentsOf(NAMES, { ...POLICY, ...policy });
    assert.deepEqual(
      segments.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)),
      [0, 1, 2, 3, 4],
    );
    for (const [i, s] of segments.entries()) {
      assert.equal(s.index, i);
      assert.equal(s.stem, `op_00${s.to}_${NAMES[s.to]}`);
      assert.equal(s.summary, NAMES.slice(s.from, s.to + 1).join(' + '));
    }
  }
});

test('a chain without ops has no segments', () => {
  assert.deepEqual(spans({}, []), []);
  assert.deepEqual(spans({ enabled: false }, []), []);
});
