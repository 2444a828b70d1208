import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JuicerError } from '../../src/model/errors.js';
import { jsonAt, statColumn, textAt, textColumn } from '../../src/table/strings.js';
import { valuesOf } from './support.js';

test('any string comes back from a text column by code unit', () => {
  const text = fc.option(fc.string({ unit: 'binary' }), { freq: 5 });
  const anyUnits = fc
    .array(fc.integer({ min: 0, max: 0xffff }))
    .map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(fc.array(fc.oneof(text, anyUnits)), (values) => {
      const column = textColumn('text', 'field', values);
      assert.deepEqual(
        values.map((_, i) => textAt(column, i)),
        values,
      );
    }),
  );
});

test('a text column is utf8, and json only when a lone surrogate needs it', () => {
  assert.equal(textColumn('t', 'field', ['\u{1f600}', null]).kind, 'utf8');
  const lone = textColumn('t', 'field', ['a', '\ud800', null]);
  assert.equal(lone.kind, 'json');
  assert.deepEqual(
    [0, 1, 2].map((i) => jsonAt(lone, i)),
    ['"a"', '"\\ud800"', null],
  );
});

test('stats are stored in their type, with nulls', () => {
  assert.deepEqual(valuesOf(statColumn('s', 'int64', [1, null, -3]), 3), [1n, null, -3n]);
  assert.deepEqual(valuesOf(statColumn('s', 'double', [1.5, null, 3]), 3), [1.5, null, 3]);
  assert.deepEqual(valuesOf(statColumn('s', 'bool', [true, null, false]), 3), [true, null, false]);
  assert.deepEqual(valuesOf(statColumn('s', 'utf8', ['a', null]), 2), ['a', null]);
  const any = statColumn('s', 'json', ['\ud800', null, 0.5, [1, { a: null }]]);
  assert.ok(any.kind === 'json');
  assert.deepEqual(
    [0, 1, 2, 3].map((i) => jsonAt(any, i)),
    ['"\\ud800"', null, '0.5', '[1,{"a":null}]'],
  );
});

test('a stat that is not of its type is refused without quoting it', () => {
  const wrong = [
    ['int64', 1.5],
    ['double', NaN],
    ['double', 'secret'],
    ['bool', 1],
    ['utf8', 7],
    ['json', Infinity],
  ] as const;
  for (const [type, value] of wrong) {
    assert.throws(
      () => statColumn('score', type, [value]),
      (error: unknown) =>
        error instanceof JuicerError && error.code === 'E_OP' && !error.message.includes('secret'),
    );
  }
});
