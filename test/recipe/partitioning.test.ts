/** How a recipe says how its input is cut: what follows from what, and what contradicts itself. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInOps } from '../../src/ops/registry.js';
import { parseRecipe, recipeToYaml, renderProblem, type ResolvedRecipe } from '../../src/recipe/load.js';
import { LEAST, load, problemsOf } from './helper.js';

const cutBy = (keys: string): Pick<ResolvedRecipe, 'partition' | 'partition_size'> => {
  const { partition, partition_size } = load(`${LEAST}${keys}\n`).recipe;
  return { partition, partition_size };
};
const settings = (mode: string, strategy: string, more: object = {}): object => ({
  ...{ mode, strategy, num_of_partitions: null, target_size_mb: null },
  ...more,
});

test('the default is sample with rows; other ways of cutting have no bound of rows unless it is given', () => {
  assert.deepEqual(cutBy(''), { partition: settings('manual', 'sample'), partition_size: 10_000 });
  for (const [keys, expected] of [
    ['partition: {mode: manual}', settings('manual', 'sample')],
    ['partition: {mode: auto, strategy: sample}', settings('auto', 'sample')],
  ] as const)
    assert.deepEqual(cutBy(keys), { partition: expected, partition_size: 10_000 });
  for (const [keys, expected] of [
    ['partition: {strategy: size}', settings('manual', 'size')],
    [
      'partition: {mode: auto, strategy: size, target_size_mb: 64}',
      settings('auto', 'size', { target_size_mb: 64 }),
    ],
    ['partition: {num_of_partitions: 4}', settings('manual', 'sample', { num_of_partitions: 4 })],
    [
      'partition: {mode: manual, num_of_partitions: 4}',
      settings('manual', 'sample', { num_of_partitions: 4 }),
    ],
  ] as const)
    assert.deepEqual(cutBy(keys), { partition: expected, partition_size: null }, keys);
  assert.equal(cutBy('partition: {strategy: size, size: 500}').partition_size, 500);
});

test("auto is adaptive, adaptive is auto; Data-Juicer's own spellings of its defaults load", () => {
  const adaptive = { partition: settings('auto', 'adaptive'), partition_size: null };
  assert.deepEqual(cutBy('partition: {mode: auto}'), adaptive);
  assert.deepEqual(cutBy('partition: {strategy: adaptive}'), adaptive);
  assert.deepEqual(cutBy('partition: {mode: auto, num_of_partitions: auto}'), adaptive);
  assert.deepEqual(cutBy('partition: {mode: auto, target_size_mb: 100}').partition, {
    ...settings('auto', 'adaptive'),
    target_size_mb: 100,
  });
});

test('a recipe that is written down and loaded again says the same', () => {
  for (const keys of [
    '',
    'mode: auto',
    'strategy: size',
    'num_of_partitions: 3',
    'strategy: size, size: 5',
  ]) {
    const { recipe, sha256 } = load(`${LEAST}partition: {${keys}}\n`);
    const again = parseRecipe(recipeToYaml(recipe), 'again.yaml', { registry: builtInOps(), cwd: '/home' });
    assert.deepEqual([again.recipe, again.sha256], [recipe, sha256], keys);
  }
});

test('a target above the greatest size is told', () => {
  const { notices } = load(`${LEAST}partition: {strategy: size, target_size_mb: 256}\n`);
  assert.deepEqual(notices, [
    'partition.target_size_mb 256 is above max_partition_size_mb 128: partitions come near to 128 MiB; raise max_partition_size_mb for larger ones',
  ]);
  const raised = 'max_partition_size_mb: 256\npartition: {strategy: size, target_size_mb: 256}\n';
  assert.deepEqual(load(LEAST + raised).notices, []);
});

const WRONG: Record<string, string> = {
  'partition: {mode: auto, num_of_partitions: 4}':
    'recipe.yaml:4:25: partition.num_of_partitions 4 contradicts partition.mode auto; leave one of them out; a number is partition.mode manual',
  'partition: {strategy: size, num_of_partitions: 4}':
    'recipe.yaml:4:29: partition.num_of_partitions 4 contradicts partition.strategy size; leave one of them out; a number gives equal rows, as strategy sample does',
  'partition: {num_of_partitions: 4, size: 10}':
    'recipe.yaml:4:13: partition.num_of_partitions 4 contradicts partition_size 10; give the number or the size, not both',
  'partition: {num_of_partitions: 4, target_size_mb: 10}':
    'recipe.yaml:4:13: partition.num_of_partitions 4 contradicts partition.target_size_mb 10; give the number or the size, not both',
  'partition: {mode: manual, strategy: adaptive}':
    'recipe.yaml:4:13: partition.mode manual contradicts partition.strategy adaptive, which finds the size by itself; use partition.mode: auto, or another strategy',
  'partition: {target_size_mb: 10}':
    'recipe.yaml:4:13: partition.target_size_mb has no effect with partition.strategy sample, which cuts by rows; add partition.strategy: size, or use partition_size',
  'partition: {num_of_partitions: 0}':
    'recipe.yaml:4:13: partition.num_of_partitions: expected null or a whole number from 1 to 999999, found 0',
};

for (const [keys, message] of Object.entries(WRONG)) {
  test(`${keys} is refused in one line`, () => {
    assert.deepEqual(problemsOf(`${LEAST}${keys}\n`).map(renderProblem), [message]);
  });
}
