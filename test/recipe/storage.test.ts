/** What the keys of storage come to: the form of each kind of file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storageForms } from '../../src/recipe/storage.js';
import { LEAST, load } from './helper.js';

/** Form of partitions and results, then of checkpoints: format, compression, rows per record batch where there are such. */
function forms(...set: string[]): string[] {
  const { partitions, checkpoints } = storageForms(load(LEAST, { set }).recipe);
  return [partitions, checkpoints].map(({ format, engine, compression, batch_rows: rows }) =>
    [engine ?? format, compression, ...(rows === undefined ? [] : [rows ?? 'all'])].join(' '),
  );
}

const both = (form: string): string[] => [form, form];

test('a format has its usual compression, and checkpoints have the format of the rest', () => {
  assert.deepEqual(forms(), both('parquet-wasm snappy'));
  assert.deepEqual(forms('parquet_engine=parquetjs-lite'), both('parquetjs-lite snappy'));
  assert.deepEqual(forms('storage_format=arrow'), both('arrow lz4 1000'));
  assert.deepEqual(forms('storage_format=jsonl'), both('jsonl none'));
});

test('checkpoints have a format of their own; the compression is theirs, and of the rest where it fits', () => {
  const arrow = 'checkpointing.storage_format=arrow';
  assert.deepEqual(forms(arrow), ['parquet-wasm snappy', 'arrow lz4 1000']);
  assert.deepEqual(forms(arrow, 'checkpointing.compression=zstd'), ['parquet-wasm zstd', 'arrow zstd 1000']);
  const jsonl = ['storage_format=jsonl', 'checkpoint.storage_format=parquet'];
  assert.deepEqual(forms(...jsonl, 'checkpoint.compression=gzip'), ['jsonl gzip', 'parquet-wasm gzip']);
  assert.deepEqual(forms(...jsonl), ['jsonl none', 'parquet-wasm snappy']);
  const lite = ['parquet_engine=parquetjs-lite', 'checkpointing.compression=zstd', arrow];
  assert.deepEqual(forms(...lite), ['parquetjs-lite snappy', 'arrow zstd 1000']);
});

test('enable_compression: false leaves no compression anywhere', () => {
  const off = 'performance.enable_compression=false';
  assert.deepEqual(forms(off), both('parquet-wasm none'));
  const two = ['storage_format=arrow', 'checkpointing.storage_format=jsonl'];
  assert.deepEqual(forms(off, ...two), ['arrow none 1000', 'jsonl none']);
  assert.deepEqual(forms(off, 'checkpointing.compression=none'), both('parquet-wasm none'));
});

test('arrow_batch_size acts unless use_arrow_batches is false', () => {
  const size = ['storage_format=arrow', 'performance.arrow_batch_size=7'];
  assert.deepEqual(forms(...size), both('arrow lz4 7'));
  assert.deepEqual(forms(...size, 'performance.use_arrow_batches=false'), both('arrow lz4 all'));
});

test('a resolved recipe says what auto has come to', () => {
  const { checkpointing } = load(LEAST, { set: ['storage_format=arrow'] }).recipe;
  assert.deepEqual([checkpointing.storage_format, checkpointing.compression], ['arrow', 'lz4']);
});
