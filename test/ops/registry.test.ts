import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownButMissing, knownNames } from '../../src/ops/known.js';
import { builtInOps, nearestOps, opRegistry } from '../../src/ops/registry.js';
import { describeOp } from '../../src/ops/run.js';
import { opNamed } from './support.js';

test('names are unique and every op is found by its own', () => {
  const { all, names, get } = builtInOps();
  assert.equal(new Set(names()).size, all().length);
  for (const op of all()) assert.equal(get(op.name), op);
  assert.equal(get('no_such_mapper'), undefined);
  const op = opNamed('text_length_filter');
  assert.throws(() => opRegistry([op, op]), /text_length_filter: declared twice/);
});

test('a misspelt name finds the op that was meant', () => {
  assert.equal(nearestOps('text_lenght_filter')[0], 'text_length_filter');
  assert.equal(nearestOps('whitespace_normalisation_mapper')[0], 'whitespace_normalization_mapper');
  assert.deepEqual(nearestOps('qqq'), []);
});

test('a Data-Juicer operator that is missing is told apart from one that nobody knows', () => {
  assert.match(knownButMissing('general_fused_op') ?? '', /ops of its list stand/);
  assert.match(knownButMissing('document_deduplicator') ?? '', /all partitions/);
  assert.equal(knownButMissing('no_such_mapper'), null);
  for (const name of builtInOps().names()) assert.equal(knownButMissing(name), null);
});

test('missing operators are listed once each, and none that the product has', () => {
  const names = knownNames();
  assert.equal(new Set(names).size, names.length);
  assert.deepEqual(
    names.filter((name) => builtInOps().get(name)),
    [],
  );
  for (const name of names) assert.match(name, /^[a-z0-9_]+$/);
});

test('an op describes itself: kind, summary, parameters as JSON Schema, stats and examples', () => {
  const description = describeOp(opNamed('text_length_filter'));
  assert.equal(description.kind, 'filter');
  assert.deepEqual(description.stats, { text_len: 'int64' });
  const { properties } = description.params as { properties: Record<string, { default: unknown }> };
  assert.equal(properties.min_len?.default, 10);
  assert.ok(description.summary.endsWith('.') && description.examples.length > 0);
});
