import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderProblem } from '../../src/recipe/load.js';
import { LEAST, load, problemsOf } from './helper.js';

const OPS =
  'dataset_path: a.jsonl\nexport_path: b.jsonl\nprocess:\n  - whitespace_normalization_mapper\n  - text_length_filter: {min_len: 3}\n';

test('flag beats environment beats recipe beats default, and each origin is told', () => {
  const text = `${LEAST}partition_size: 1\nmax_retries: 1\nperformance: {batch_size: 1}\n`;
  const env = { JUICER_SET_PARTITION_SIZE: '2', JUICER_SET_PERFORMANCE__BATCH_SIZE: '2', OTHER: 'x' };
  const { recipe, origins } = load(text, { env, set: ['partition_size=3'] });
  assert.equal(recipe.partition_size, 3);
  assert.equal(recipe.performance.batch_size, 2);
  assert.equal(recipe.max_retries, 1);
  assert.equal(origins['partition_size'], 'flag');
  assert.equal(origins['performance.batch_size'], 'environment');
  assert.equal(origins['max_retries'], 'recipe');
  assert.equal(origins['max_worker_losses'], 'default');
});

test('an override may use either spelling, whatever the recipe uses', () => {
  assert.equal(
    load(`${LEAST}partition: {size: 1}\n`, { set: ['partition_size=3'] }).recipe.partition_size,
    3,
  );
  assert.equal(load(`${LEAST}np: 1\n`, { env: { JUICER_SET_NP: '4' } }).recipe.performance.num_workers, 4);
});

test('a flag given twice: the last one holds; two spellings that differ are an error', () => {
  assert.equal(load(LEAST, { set: ['np=1', 'np=2'] }).recipe.performance.num_workers, 2);
  const problems = problemsOf(LEAST, { set: ['np=1', 'performance.num_workers=2'] });
  assert.deepEqual(problems.map(renderProblem), [
    '--set performance.num_workers: performance.num_workers contradicts np: both set performance.num_workers; keep one of them',
  ]);
});

test('a value is YAML: scalars, flow lists and maps, texts with anything in them', () => {
  const set = [
    'retry={backoff: 3, initial_interval: 2s}',
    'text_keys=[body]',
    'dataset_path="a: b # c.jsonl"',
  ];
  const { recipe } = load(LEAST, { set });
  assert.equal(recipe.retry.backoff, 3);
  assert.equal(recipe.retry.initial_interval, 2);
  assert.equal(recipe.text_keys, 'body');
  assert.ok(String(recipe.dataset_path).endsWith('a: b # c.jsonl'));
});

test('a parameter of an op is set by index and name', () => {
  const set = ['process.1.text_length_filter.min_len=5', 'process.1.text_length_filter={max_len: 9}'];
  const env = { JUICER_SET_PROCESS__1__TEXT_LENGTH_FILTER__MIN_LEN: '4' };
  const { recipe, origins } = load(OPS, { set, env });
  assert.equal(recipe.process[1]?.params['min_len'], 5);
  assert.equal(recipe.process[1]?.params['max_len'], 9);
  assert.equal(origins['process.1.text_length_filter.min_len'], 'flag');
  assert.equal(load(OPS, { env }).recipe.process[1]?.params['min_len'], 4);
  assert.equal(load(OPS, { env }).origins['process.1.text_length_filter.min_len'], 'environment');
  assert.equal(load(OPS).origins['process.1.text_length_filter.min_len'], 'recipe');
  assert.equal(load(OPS).origins['process.1.text_length_filter.max_len'], 'default');
});

test('the whole process may be given by a flag; a variable does not reach into it', () => {
  const set = ['process=[text_length_filter: {min_len: 7}]'];
  const env = { JUICER_SET_PROCESS__0__TEXT_LENGTH_FILTER__MIN_LEN: '4' };
  const { recipe, op_lines } = load(OPS, { set, env });
  assert.equal(recipe.process[0]?.params['min_len'], 7);
  assert.deepEqual(op_lines, [null]);
});

test('an empty variable counts as not given', () => {
  assert.equal(load(LEAST, { env: { JUICER_SET_NP: '' } }).recipe.performance.num_workers, 'auto');
});

test('what is wrong with an override names the flag or the variable', () => {
  const cases: [set: string, rendered: string][] = [
    ['np', '--set np: expected KEY=VALUE'],
    ['=5', '--set : expected KEY=VALUE'],
    ['n=5', '--set n: unknown key "n"; did you mean "np"?'],
    ['np=x', '--set np: np: expected auto or a whole number from 1 to 256, found "x"'],
    ['np=', '--set np: np: expected auto or a whole number from 1 to 256, found nothing'],
    ['np=[1', '--set np: not valid YAML: flow sequence must end with a ]'],
    ['np=!!int 5', '--set np: tag tag:yaml.org,2002:int is not allowed; write the value without the tag'],
    ['__proto__.x=1', '--set __proto__.x: unknown key "__proto__.x"'],
    [
      'retry.backoff.x=1',
      '--set retry.backoff.x: unknown key "retry.backoff.x"; did you mean "retry.backoff"?',
    ],
    [
      'process.7.text_length_filter.min_len=1',
      '--set process.7.text_length_filter.min_len: process.7 is no text_length_filter: the list has 2 items',
    ],
    [
      'process.0.text_length_filter.min_len=1',
      '--set process.0.text_length_filter.min_len: process.0 is no text_length_filter: there is "whitespace_normalization_mapper"',
    ],
    [
      'process.1.min_len=1',
      '--set process.1.min_len: process.1.min_len names no parameter of an op; write process.INDEX.OP.PARAMETER=VALUE, the index from 0',
    ],
    [
      'process.1.text_length_filter.mn_len=1',
      '--set process.1.text_length_filter.mn_len: text_length_filter has no parameter "mn_len"; did you mean "min_len"?',
    ],
  ];
  for (const [set, rendered] of cases)
    assert.equal(problemsOf(OPS, { set: [set] }).map(renderProblem)[0], rendered, set);
  const [problem] = problemsOf(OPS, { env: { JUICER_SET_NUM_WORKERZ: '1' } });
  assert.ok(
    problem && renderProblem(problem).startsWith('JUICER_SET_NUM_WORKERZ: unknown key "num_workerz"'),
  );
});
