import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forecast, nothingToReuse, worthOf, type Usable } from '../../src/plan/forecast.js';
import { segmentsOf } from '../../src/plan/segments.js';
import { MAX_GROUPS, type Why } from '../../src/model/reuse.js';

const SEGMENTS = segmentsOf(['a_mapper', 'b_filter', 'c_filter'], {
  enabled: true,
  strategy: 'manual',
  n_ops: 2,
  op_names: ['a_mapper'],
  measured: null,
});
const why = (text: string): Why => ({ kind: 'not_done', text });
const of = (rows: number, usable: Usable): { partition: { rows: number }; usable: Usable } => ({
  partition: { rows },
  usable,
});

test('rows and rows × ops are added up by what is there and what is not', () => {
  const told = forecast({
    of: 'earlier',
    segments: SEGMENTS,
    partitions: [
      of(10, { slots: 0, why: why('x') }),
      of(20, { slots: 1, why: why('x') }),
      of(30, { slots: 2, why: why('x') }),
      of(40, { slots: 3, why: null }),
      of(50, { slots: 3, why: null }),
    ],
  });
  assert.deepEqual(told.all, { partitions: 5, rows: 150, row_ops: 450 });
  assert.deepEqual(told.reuse, { partitions: 4, rows: 140, row_ops: 30 + 270 });
  assert.deepEqual(told.redo, { partitions: 3, rows: 60, row_ops: 30 + 60 + 60 });
  assert.equal(told.reuse.row_ops + told.redo.row_ops, told.all.row_ops);
  assert.equal(worthOf(told), 140 + 300);
});

test('partitions of one fate are one group: the same point, the same reason', () => {
  const { groups } = forecast({
    of: 'earlier',
    segments: SEGMENTS,
    partitions: [
      of(1, { slots: 2, why: why('x') }),
      of(1, { slots: 2, why: why('y') }),
      of(1, { slots: 2, why: why('x') }),
      of(1, { slots: 1, why: why('x') }),
      of(1, { slots: 3, why: null }),
    ],
  });
  assert.deepEqual(
    groups.map((g) => [g.partitions, g.up_to_op, g.up_to_name, g.why?.text]),
    [
      [2, 0, 'a_mapper', 'x'],
      [1, 0, 'a_mapper', 'y'],
      [1, -1, 'partition', 'x'],
      [1, 2, 'c_filter', undefined],
    ],
  );
});

test('a forecast stays small, whatever the number of reasons', () => {
  const partitions = Array.from({ length: 100 }, (_, i) => of(1, { slots: 0, why: why(`${i}`) }));
  const told = forecast({ of: null, segments: SEGMENTS, partitions });
  assert.equal(told.groups.length, MAX_GROUPS);
  assert.equal(told.more_groups, 100 - MAX_GROUPS);
});

test('without an earlier run everything is to be done', () => {
  const told = nothingToReuse(SEGMENTS, [{ rows: 5 }, { rows: 6 }], 'no run');
  assert.equal(told.of, null);
  assert.deepEqual(told.redo, told.all);
  assert.deepEqual(told.reuse, { partitions: 0, rows: 0, row_ops: 0 });
});

test('an input without rows has nothing to reuse and nothing to do', () => {
  const told = forecast({ of: 'earlier', segments: SEGMENTS, partitions: [] });
  assert.deepEqual(told.redo, { partitions: 0, rows: 0, row_ops: 0 });
  assert.deepEqual(told.groups, []);
});
