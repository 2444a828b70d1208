import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalJson } from '../../src/model/canonical.js';

test('equal values have one spelling, whatever the order of their keys', () => {
  assert.equal(
    canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }),
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
  assert.equal(canonicalJson({ a: 1, b: 2 }), canonicalJson({ b: 2, a: 1 }));
});

test('it is JSON: it parses to the value', () => {
  const value = { 'z"': ['\u2028', 1e21, -1.5, false], a: {} };
  assert.deepEqual(JSON.parse(canonicalJson(value)), value);
});

test('a property that is undefined is left out', () => {
  assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
});

test('what JSON cannot hold is refused', () => {
  for (const value of [
    NaN,
    Infinity,
    undefined,
    1n,
    Symbol('x'),
    () => 1,
    [undefined],
    new Date(0),
    new Map(),
  ]) {
    assert.throws(() => canonicalJson(value), TypeError);
  }
});
