import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, listed } from '../../src/model/difference.js';

test('each member that differs has its path, what it was and what it is', () => {
  const before = { a: 1, b: { c: [1, 2], d: 'x' }, gone: true, same: null };
  const after = { a: 2, b: { c: [2, 1], d: 'x' }, same: null, come: 'y' };
  assert.deepEqual(differences(before, after), [
    'a: 1 → 2',
    'b.c: [1,2] → [2,1]',
    'gone: true → not set',
    'come: not set → "y"',
  ]);
});

test('equal values have no difference, whatever the order of their members', () => {
  assert.deepEqual(differences({ a: { x: 1, y: 2 }, b: [] }, { b: [], a: { y: 2, x: 1 } }), []);
});

test('long values are cut short', () => {
  const [line = ''] = differences({ a: 'x'.repeat(1000) }, { a: 'y' });
  assert.ok(line.length < 100, line);
});

test('of many lines the first are listed, and how many more there are', () => {
  assert.equal(listed(['a', 'b', 'c'], 2), 'a; b; 1 more');
  assert.equal(listed(['a', 'b'], 2), 'a; b');
});
