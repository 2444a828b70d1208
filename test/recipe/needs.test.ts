import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { renderProblem } from '../../src/recipe/load.js';
import { load, problemsOf } from './helper.js';

const HEAD = 'dataset_path: in.jsonl\nexport_path: out.jsonl\nprocess:\n';

function problems(process: string): string[] {
  return problemsOf(HEAD + process).map(renderProblem);
}

test('what an op needs has to be given; the problem says what to give and where it can be had', () => {
  const [problem = '', ...others] = problems('  - stopwords_filter: {lang: de}\n');
  assert.deepEqual(others, []);
  assert.match(
    problem,
    /^recipe\.yaml:4:5: stopwords_filter\.stopwords_dir has to be given; name a folder .*https:/,
  );
  for (const value of ['null', '""']) {
    const [wrong = ''] = problems(`  - flagged_words_filter: {flagged_words_dir: ${value}}\n`);
    assert.match(wrong, /flagged_words_filter\.flagged_words_dir/, value);
  }
});

test('a folder that a parameter names is absolute, so that every worker finds it', () => {
  const { recipe } = load(`${HEAD}  - stopwords_filter: {stopwords_dir: lists}\n`);
  assert.equal(recipe.process[0]?.params['stopwords_dir'], path.resolve('/home', 'lists'));
});

test('tokenization: true is refused as not supported yet', () => {
  for (const op of ['alphanumeric_filter', 'word_repetition_filter', 'words_num_filter']) {
    const [problem = ''] = problems(`  - ${op}: {tokenization: true}\n`);
    assert.match(problem, new RegExp(`^recipe\\.yaml:4:.* ${op}\\.tokenization: true is not supported yet`));
    assert.deepEqual(problems(`  - ${op}: {tokenization: false}\n`), []);
  }
});

test('a condition that is wrong is told with its place in it', () => {
  const [problem = ''] = problems('  - general_field_filter: {filter_condition: "len(text) > 3"}\n');
  assert.match(
    problem,
    /^recipe\.yaml:4:\d+: general_field_filter\.filter_condition: character 4: calls are not supported/,
  );
});
