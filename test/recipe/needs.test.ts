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

test('tokenization: true takes a model that the recipe names', () => {
  for (const op of ['stopwords_filter', 'word_repetition_filter', 'words_num_filter']) {
    const lists = op === 'stopwords_filter' ? 'stopwords_dir: lists, ' : '';
    const [problem = ''] = problems(`  - ${op}: {${lists}tokenization: true}\n`);
    assert.match(
      problem,
      new RegExp(`^recipe\\.yaml:4:.* ${op}\\.sentencepiece_model: has to be given .*https:`),
    );
    assert.deepEqual(
      problems(`  - ${op}: {${lists}tokenization: true, sentencepiece_model: en.sp.model}\n`),
      [],
    );
    assert.deepEqual(problems(`  - ${op}: {${lists}tokenization: false}\n`), []);
  }
  const [problem = ''] = problems('  - alphanumeric_filter: {tokenization: true}\n');
  assert.match(problem, /^recipe\.yaml:4:.* alphanumeric_filter\.hf_tokenizer: has to be given .*https:/);
});

test('perplexity_filter takes two models; each that lacks is named', () => {
  const found = problems('  - perplexity_filter: {max_ppl: 500}\n');
  assert.equal(found.length, 2);
  assert.match(
    found[0] ?? '',
    /perplexity_filter\.sentencepiece_model has to be given; name a SentencePiece model/,
  );
  assert.match(found[1] ?? '', /perplexity_filter\.kenlm_model has to be given; name a KenLM model/);
});

test('a condition that is wrong is told with its place in it', () => {
  const [problem = ''] = problems('  - general_field_filter: {filter_condition: "len(text) > 3"}\n');
  assert.match(
    problem,
    /^recipe\.yaml:4:\d+: general_field_filter\.filter_condition: character 4: calls are not supported/,
  );
});
