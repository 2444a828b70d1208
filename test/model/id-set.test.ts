import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IdSet } from '../../src/model/id-set.js';

test('holds what was added and not taken out, whatever the order', () => {
  const set = new IdSet();
  const model = new Set<number>();
  for (let i = 0; i < 2000; i++) {
    const id = (i * 7919) % 1500;
    const expected = i % 3 === 0 ? model.delete(id) : !model.has(id);
    const changed = i % 3 === 0 ? set.delete(id) : set.add(id);
    if (i % 3 !== 0) model.add(id);
    assert.equal(changed, expected, `step ${i}`);
  }
  assert.equal(set.size, model.size);
  for (let id = 0; id < 1600; id++) assert.equal(set.has(id), model.has(id), `id ${id}`);
});

test('survives being written down, at two digits for eight numbers', () => {
  const set = new IdSet();
  for (const id of [0, 7, 8, 9999]) set.add(id);
  const text = set.toString();
  assert.equal(text.length, 2500);
  const again = IdSet.from(text);
  assert.equal(again.size, 4);
  assert.deepEqual(
    [0, 1, 7, 8, 9998, 9999].map((id) => again.has(id)),
    [true, false, true, true, false, true],
  );
});
