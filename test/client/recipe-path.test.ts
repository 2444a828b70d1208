import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recipePath } from '../../src/client/recipe-path.js';

test('the recipe is the one after --config, else that of JUICER_CONFIG', () => {
  const env = { JUICER_CONFIG: 'env.yaml' };
  assert.equal(recipePath({ argv: ['x', '--config', 'a.yaml'], env }), 'a.yaml');
  assert.equal(recipePath({ argv: ['--config=b=c.yaml', 'x'], env }), 'b=c.yaml');
  assert.equal(recipePath({ argv: ['a.yaml'], env }), 'env.yaml');
});

test('a program that names no recipe is told how to', () => {
  for (const argv of [[], ['--config'], ['--config=']])
    assert.throws(() => recipePath({ argv, env: {} }), { code: 'E_USAGE', hint: /JUICER_CONFIG/ });
});
