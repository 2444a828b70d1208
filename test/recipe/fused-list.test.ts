/** `general_fused_op`: the ops of its list stand in its place. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderProblem } from '../../src/recipe/load.js';
import { load, problemsOf } from './helper.js';

const HEAD = 'dataset_path: in.jsonl\nexport_path: out.jsonl\n';
const FUSED = `${HEAD}process:
  - general_fused_op:
      batch_size: 10
      fused_op_list:
        - whitespace_normalization_mapper
        - general_fused_op: {fused_op_list: [text_length_filter: {min_len: 5}]}
  - words_num_filter: {min_num: 2}
`;
const PLAIN = `${HEAD}process:
  - whitespace_normalization_mapper
  - text_length_filter: {min_len: 5}
  - words_num_filter: {min_num: 2}
`;

const problems = (text: string): string[] => problemsOf(text).map(renderProblem);

test('the recipe is that without it, lists within lists too', () => {
  assert.deepEqual(load(FUSED).recipe, load(PLAIN).recipe);
});

test('its ops can be named and set like others', () => {
  const policy = 'checkpointing: {strategy: manual, op_names: [text_length_filter]}\n';
  const set = ['process.1.text_length_filter.min_len=7'];
  assert.deepEqual(load(FUSED + policy, { set }).recipe, load(PLAIN + policy, { set }).recipe);
});

test('what is wrong in it is told where it stands', () => {
  assert.deepEqual(problems(FUSED.replace('min_len: 5', 'min_len: x')), [
    'recipe.yaml:8:67: text_length_filter.min_len: expected a number, found "x"',
  ]);
  const list = 'process: [general_fused_op: {fused_op_list: 1}]\n';
  assert.match(
    problems(HEAD + list).join(),
    /recipe.yaml:3:\d+: general_fused_op: expected fused_op_list with a list of ops/,
  );
  const other = 'process: [general_fused_op: {fused_op_list: [], size: 1}]\n';
  assert.match(problems(HEAD + other).join(), /"size" is none of fused_op_list, batch_size/);
  const empty = 'process: [general_fused_op: {fused_op_list: []}]\n';
  assert.match(problems(HEAD + empty).join(), /expected a list of 1 to 1000 ops, found 0 items/);
  const deep = `${'[general_fused_op: {fused_op_list: '.repeat(10)}[]${'}]'.repeat(10)}`;
  assert.match(problems(`${HEAD}process: ${deep}\n`).join(), /go 8 deep at most/);
});
