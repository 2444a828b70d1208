/** What a recipe names as its dataset: our spelling of mixtures, and Data-Juicer's two. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { load, problemsOf } from './helper.js';

const REST = 'export_path: out.jsonl\nprocess:\n  - whitespace_normalization_mapper:\n';
const at = (name: string): string => path.resolve('/home', name);

const SPELLINGS: [name: string, recipe: string][] = [
  [
    'a list of names and of parts',
    'dataset_path: [{path: a.jsonl, weight: 0.5}, {path: [b, c.csv], weight: 2}]',
  ],
  [
    'the list of dataset.configs',
    'dataset: {configs: [{type: local, path: a.jsonl, weight: 0.5}, {type: local, path: [b, c.csv], weight: 2}]}',
  ],
];

for (const [name, recipe] of SPELLINGS) {
  test(`a mixture may be ${name}`, () => {
    assert.deepEqual(load(`${recipe}\n${REST}`).recipe.dataset_path, [
      { path: at('a.jsonl'), weight: 0.5 },
      { path: [at('b'), at('c.csv')], weight: 2 },
    ]);
  });
}

test('a mixture may be a text of weights and names, those without a weight having 1', () => {
  const { recipe } = load(`dataset_path: 0.5 a.jsonl b 2 c.csv\n${REST}`);
  assert.deepEqual(recipe.dataset_path, [
    { path: at('a.jsonl'), weight: 0.5 },
    { path: at('b'), weight: 1 },
    { path: at('c.csv'), weight: 2 },
  ]);
});

test('a name with spaces and digits is one name', () => {
  assert.equal(load(`dataset_path: my 2 files.jsonl\n${REST}`).recipe.dataset_path, at('my 2 files.jsonl'));
});

test('dataset.max_sample_num is max_sample_num', () => {
  const { recipe, mapped } = load(`dataset: {configs: [{path: a.jsonl}], max_sample_num: 7}\n${REST}`);
  assert.equal(recipe.max_sample_num, 7);
  assert.deepEqual(recipe.dataset_path, [{ path: at('a.jsonl'), weight: 1 }]);
  assert.ok(mapped.some(({ from, to }) => from === 'dataset.max_sample_num' && to === 'max_sample_num'));
});

const WRONG: [name: string, recipe: string, message: RegExp][] = [
  [
    'no part with a weight above 0',
    'dataset_path: [{path: a, weight: 0}]',
    /dataset_path: expected the path of a file/,
  ],
  ['a weight below 0', 'dataset_path: [{path: a, weight: -1}]', /dataset_path: expected the path of a file/],
  [
    'an unknown key in a part',
    'dataset_path: [{path: a, wieght: 1}]',
    /dataset_path: expected the path of a file/,
  ],
  ['a remote part', 'dataset: {configs: [{type: remote, path: a}]}', /not supported yet: dataset\.configs/],
  ['both spellings', 'dataset_path: a\ndataset: {configs: [{path: b}]}', /both set dataset_path/],
  [
    'a sample of none',
    'dataset_path: a\nmax_sample_num: 0',
    /max_sample_num: expected null or a whole number from 1 on/,
  ],
];

for (const [name, recipe, message] of WRONG) {
  test(`${name} is refused`, () => {
    assert.match(problemsOf(`${recipe}\n${REST}`)[0]?.message ?? '', message);
  });
}

test('of several text keys the first is worked on, and a notice says so', () => {
  const { recipe, notices } = load(`dataset_path: a.jsonl\ntext_keys: [body, title]\n${REST}`);
  assert.equal(recipe.text_keys, 'body');
  assert.deepEqual(notices, ['text_keys: ops work on body, as in Data-Juicer; title stay as they are']);
});
