import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../src/model/errors.js';
import { load, problemsOf } from './helper.js';
import { RecipeError, renderProblem } from '../../src/recipe/load.js';

const HEAD = 'dataset_path: in.jsonl\nexport_path: out.jsonl\n';
const OPS = 'process: [whitespace_normalization_mapper]\n';

/** Lines after a good head, and the one problem they make, rendered. The head has two lines. */
const WRONG: [title: string, text: string, rendered: string][] = [
  [
    'an unknown key',
    `${OPS}partiton_size: 5`,
    '4:1: unknown key "partiton_size"; did you mean "partition_size"?',
  ],
  ['an unknown key that is near none', `${OPS}zzzzzzzz: 5`, '4:1: unknown key "zzzzzzzz"'],
  [
    'an unknown key in a group',
    `${OPS}checkpointing: {compresion: zstd}`,
    '4:17: unknown key "checkpointing.compresion"; did you mean "checkpointing.compression"?',
  ],
  ['a key of another letter case', `${OPS}NP: 2`, '4:1: unknown key "NP"; did you mean "np"?'],
  [
    'a text for a number',
    `${OPS}partition_size: ten`,
    '4:1: partition_size: expected null or a whole number from 1 to 100000000, found "ten"',
  ],
  [
    'a fraction for a whole number',
    `${OPS}max_retries: 1.5`,
    '4:1: max_retries: expected a whole number from 0 to 1000, found 1.5',
  ],
  [
    'a number below its least',
    `${OPS}partition_size: 0`,
    '4:1: partition_size: expected null or a whole number from 1 to 100000000, found 0',
  ],
  [
    'a number that is none',
    `${OPS}max_partition_size_mb: .nan`,
    '4:1: max_partition_size_mb: expected a number above 0, up to 1024, found NaN',
  ],
  [
    'infinity',
    `${OPS}retry: {backoff: .inf}`,
    '4:9: retry.backoff: expected a number from 1 to 100, found Infinity',
  ],
  [
    'a word for a truth',
    `${OPS}preserve_intermediate_data: yes`,
    '4:1: preserve_intermediate_data: expected true or false, found "yes"',
  ],
  [
    'nothing for a value',
    `${OPS}max_retries:`,
    '4:1: max_retries: expected a whole number from 0 to 1000, found nothing',
  ],
  [
    'a value outside its choices',
    `${OPS}event_logging: {log_level: TRACE}`,
    '4:17: event_logging.log_level: expected one of DEBUG, INFO, WARNING, ERROR, found "TRACE"',
  ],
  [
    'a list for a word',
    `${OPS}parquet_engine: [a]`,
    '4:1: parquet_engine: expected one of parquet-wasm, parquetjs-lite, found a list',
  ],
  ['a scalar for a group', `${OPS}retry: 5`, '4:1: retry: expected a mapping, found 5'],
  ['a list for a group', `${OPS}performance: []`, '4:1: performance: expected a mapping, found a list'],
  [
    'a duration without a unit that is known',
    `${OPS}retry: {initial_interval: 1 fortnight}`,
    '4:9: retry.initial_interval: expected a duration such as 500ms, 1s or 2m, or seconds as a number, above 0 and up to a day, found "1 fortnight"',
  ],
  [
    'a longest wait below the first',
    `${OPS}retry: {initial_interval: 5s, maximum_interval: 2s}`,
    '4:31: retry.maximum_interval (2 s) is shorter than retry.initial_interval (5 s)',
  ],
  [
    'a first wait above the default longest',
    `${OPS}retry: {initial_interval: 5m}`,
    '4:9: retry.maximum_interval (60 s) is shorter than retry.initial_interval (300 s)',
  ],
  [
    'zstd with parquetjs-lite',
    `${OPS}parquet_engine: parquetjs-lite\ncheckpointing: {compression: zstd}`,
    '5:17: checkpointing.compression zstd cannot be written by parquet_engine parquetjs-lite; use snappy, gzip or none, or parquet_engine: parquet-wasm',
  ],
  [
    'a compression that the format has not',
    `${OPS}storage_format: arrow\ncheckpointing: {compression: snappy}`,
    '5:17: checkpointing.compression snappy does not go with storage_format arrow; use lz4, zstd or none',
  ],
  [
    'a compression that the format of checkpoints has not',
    `${OPS}checkpoint: {storage_format: jsonl, compression: lz4}`,
    '4:37: checkpointing.compression lz4 does not go with storage_format jsonl; use none, gzip or zstd',
  ],
  [
    'a compression where nothing is to be compressed',
    `${OPS}checkpointing: {compression: snappy}\nperformance: {enable_compression: false}`,
    '4:17: checkpointing.compression snappy contradicts performance.enable_compression false; keep one of them',
  ],
  [
    'a project name without a letter',
    `${OPS}project_name: '...'`,
    '4:1: project_name: expected a name with letters a to z or digits, up to 100 characters, found "..."',
  ],
  [
    'a NUL byte in a path',
    `${OPS}work_dir: "a\\0b"`,
    '4:1: work_dir: expected the path of a folder, found "a\\u0000b"',
  ],
  ['no text key', `${OPS}text_keys: []`, '4:1: text_keys: expected the name of a field, found a list'],
  [
    'two spellings that contradict each other',
    `${OPS}partition_size: 5\npartition: {size: 6}`,
    '5:13: partition.size contradicts partition_size (line 4): both set partition_size; keep one of them',
  ],
  [
    'checkpoints on and off',
    `${OPS}checkpointing: {enabled: true, strategy: disabled}`,
    '4:32: checkpointing.strategy contradicts checkpointing.enabled (line 4): both set checkpointing.enabled; keep one of them',
  ],
  ['no ops', 'process: []', '3:1: process: expected a list of 1 to 1000 ops, found 0 items'],
  [
    'ops that are no list',
    'process: text_length_filter',
    '3:1: process: expected a list of 1 to 1000 ops, found "text_length_filter"',
  ],
  ['ops missing', 'max_retries: 3', ' process is missing'],
  [
    'an item that is no op',
    'process: [5]',
    '3:11: process.0: expected one op, found 5; write "- name:" or "- name: {parameter: value}"',
  ],
  [
    'two ops in one item',
    'process: [{text_length_filter: , b: }]',
    '3:11: process.0: expected one op, found 2 names; write "- name:" or "- name: {parameter: value}"',
  ],
  [
    'an unknown op',
    'process: [text_lenght_filter]',
    '3:11: unknown op "text_lenght_filter"; did you mean "text_length_filter"?',
  ],
  [
    'an unknown parameter',
    'process: [text_length_filter: {mn_len: 5}]',
    '3:32: text_length_filter has no parameter "mn_len"; did you mean "min_len"?',
  ],
  [
    'parameters that are no mapping',
    'process: [text_length_filter: 5]',
    '3:11: text_length_filter: expected a mapping of parameters, found 5',
  ],
  [
    'a parameter of a wrong type',
    'process: [text_length_filter: {min_len: ten}]',
    '3:32: text_length_filter.min_len: expected a number, found "ten"',
  ],
  [
    'a parameter that is neither of its types',
    'process: [language_id_score_filter: {lang: {a: b}}]',
    '3:38: language_id_score_filter.lang: expected text or a list, found a mapping',
  ],
  [
    'a least above the greatest',
    'process: [text_length_filter: {max_len: 2, min_len: 5}]',
    '3:44: text_length_filter.min_len: min_len (5) is greater than max_len (2)',
  ],
];

for (const [title, text, rendered] of WRONG) {
  test(`${title} is one problem, with its place and what to do`, () => {
    const problems = problemsOf(`${HEAD}${text}\n`);
    assert.deepEqual(problems.map(renderProblem), [`recipe.yaml:${rendered}`]);
  });
}

test('all problems come at once, in the order of the lines, flags after them', () => {
  const text =
    'max_retries: -1\nzzzzzzzz: 1\nprocess:\n  - text_length_filter: {mn_len: 1, min_len: x}\n  - nope_filter\n';
  const problems = problemsOf(text, { set: ['np=zero'] });
  assert.deepEqual(
    problems.map((p) => [p.file, p.line, p.key]),
    [
      ['recipe.yaml', 1, 'max_retries'],
      ['recipe.yaml', 2, 'zzzzzzzz'],
      ['recipe.yaml', 4, 'process.0.text_length_filter.mn_len'],
      ['recipe.yaml', 4, 'process.0.text_length_filter.min_len'],
      ['recipe.yaml', 5, 'process.1'],
      ['--set np', null, 'np'],
      ['recipe.yaml', null, 'dataset_path'],
      ['recipe.yaml', null, 'export_path'],
    ],
  );
});

test('the error is one of ours: usage exit code, every problem a line of its message', () => {
  assert.throws(
    () => load('a: 1\n'),
    (error) => {
      assert.ok(error instanceof RecipeError && error instanceof JuicerError);
      assert.equal(error.code, 'E_RECIPE');
      assert.equal(error.exitCode, 2);
      assert.equal(error.message.split('\n').length, error.problems.length);
      return true;
    },
  );
});

test('a problem has the code of its kind', () => {
  const codes = (text: string) => problemsOf(`${HEAD}${text}`).map((p) => p.code);
  assert.deepEqual(codes('process: [nope_filter]'), ['E_UNKNOWN_OP']);
  assert.deepEqual(codes('process: [document_deduplicator]'), ['E_UNSUPPORTED']);
  assert.deepEqual(codes(`${OPS}np: x`), ['E_RECIPE']);
  assert.deepEqual(
    problemsOf(`dataset_path: a.jsonl\nexport_path: ./b/../a.jsonl\n${OPS}`).map((p) => p.code),
    ['E_EXPORT_PATH'],
  );
});

test('an op of Data-Juicer that is missing here is named with the reason', () => {
  const [problem] = problemsOf(`${HEAD}process: [document_deduplicator]\n`);
  assert.match(problem?.message ?? '', /^op document_deduplicator: not supported yet/);
});

test('outputs whose ending names no format are not supported yet', () => {
  for (const path of ['out', 'out.json', '.jsonl', 'out.csv.gz', 'out/{run_id}.jsonl']) {
    const [problem] = problemsOf(`dataset_path: in.jsonl\nexport_path: ${path}\n${OPS}`);
    assert.equal(problem?.code, 'E_UNSUPPORTED', path);
  }
});

test('the export may be none of the files of the input, also where these are a list', () => {
  const [problem] = problemsOf(`dataset_path: [a.jsonl, ./x/../b.jsonl]\nexport_path: b.jsonl\n${OPS}`);
  assert.equal(problem?.code, 'E_EXPORT_PATH');
});
