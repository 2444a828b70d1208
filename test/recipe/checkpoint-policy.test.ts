import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderProblem } from '../../src/recipe/load.js';
import { load, problemsOf } from './helper.js';

const CHAIN = `dataset_path: in.jsonl
export_path: out.jsonl
process:
  - whitespace_normalization_mapper
  - text_length_filter: {min_len: 5}
  - whitespace_normalization_mapper:
`;

const problems = (text: string, set: string[] = []): string[] =>
  problemsOf(CHAIN + text, { set }).map(renderProblem);

test('every strategy loads under both names of the group', () => {
  for (const group of ['checkpointing', 'checkpoint']) {
    for (const strategy of ['every_op', 'every_n_ops', 'auto', 'manual, op_names: [text_length_filter]']) {
      const { checkpointing } = load(`${CHAIN}${group}: {strategy: ${strategy}}\n`).recipe;
      assert.ok(strategy.startsWith(checkpointing.strategy));
      assert.equal(checkpointing.enabled, true);
    }
    const { checkpointing } = load(`${CHAIN}${group}: {strategy: disabled}\n`).recipe;
    assert.deepEqual([checkpointing.enabled, checkpointing.strategy], [false, 'every_op']);
  }
});

test('a misspelt op in op_names is one problem, at its own place, with the nearest op of the recipe', () => {
  const text =
    'checkpointing:\n  strategy: manual\n  op_names:\n    - text_length_filter\n    - whitespace_normalisation_mapper\n';
  assert.deepEqual(problems(text), [
    'recipe.yaml:11:7: checkpointing.op_names: op "whitespace_normalisation_mapper" is not in process; did you mean "whitespace_normalization_mapper"?',
  ]);
});

test('an op that there is, but not in this recipe, is a problem too', () => {
  assert.deepEqual(problems('checkpoint: {strategy: manual, op_names: [language_id_score_filter]}\n'), [
    'recipe.yaml:7:43: checkpoint.op_names: op "language_id_score_filter" is not in process',
  ]);
});

test('a wrong name from a flag is told with the flag', () => {
  assert.deepEqual(problems('', ['checkpointing.strategy=manual', 'checkpointing.op_names=[nope_filter]']), [
    '--set checkpointing.op_names: checkpointing.op_names: op "nope_filter" is not in process',
  ]);
});

test('a manual strategy that names no op is a problem: it would write no checkpoint but the last', () => {
  assert.deepEqual(problems('checkpointing: {strategy: manual}\n'), [
    'recipe.yaml:7:17: checkpointing.strategy manual needs checkpointing.op_names; name the ops after which a checkpoint is to be written, or use disabled',
  ]);
});

test('values outside their choices and bounds are told', () => {
  assert.deepEqual(
    problems(
      'checkpointing:\n  strategy: sometimes\n  n_ops: 0\n  op_names: text_length_filter\n  max_checkpoints_per_partition: 0\n  retention: keep\n',
    ),
    [
      'recipe.yaml:8:3: checkpointing.strategy: expected one of every_op, every_n_ops, manual, auto, found "sometimes"',
      'recipe.yaml:9:3: checkpointing.n_ops: expected a whole number from 1 to 1000, found 0',
      'recipe.yaml:10:3: checkpointing.op_names: expected a list of names of ops, found "text_length_filter"',
      'recipe.yaml:11:3: checkpointing.max_checkpoints_per_partition: expected a whole number from 1 to 1000, found 0',
      'recipe.yaml:12:3: checkpointing.retention: expected one of keep_all, keep_failed_only, cleanup_all, found "keep"',
    ],
  );
});

test('a process list with a wrong op gives no second problem for its name in op_names', () => {
  const text = 'dataset_path: in.jsonl\nexport_path: out.jsonl\nprocess: [text_lenght_filter]\n';
  const more = 'checkpointing: {strategy: manual, op_names: [text_lenght_filter]}\n';
  assert.deepEqual(
    problemsOf(text + more).map((p) => p.key),
    ['process.0'],
  );
});
