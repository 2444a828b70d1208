/** What goes for Parquet alone: each engine reads what the other wrote; the second one has limits, which it tells. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JuicerError } from '../../../src/model/errors.js';
import type { ParquetEngine } from '../../../src/model/file-form.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import type { Column } from '../../../src/table/column.js';
import { HARD_LINES, contents, parse } from '../../table/support.js';
import { COMMON_LINES, doubles, parquet, roundTrip, withStats } from './forms.js';

const ENGINES: ParquetEngine[] = ['parquet-wasm', 'parquetjs-lite'];

for (const writer of ENGINES)
  for (const reader of ENGINES)
    for (const compression of ['snappy', 'gzip', 'none'] as const)
      test(`${reader} reads what ${writer} wrote with ${compression}`, async () => {
        const table = withStats(parse(COMMON_LINES.join('\n')).table);
        const back = await roundTrip(table, parquet(writer, compression), parquet(reader, compression));
        assert.deepEqual(contents(back), contents(table));
      });

test('parquetjs-lite refuses an integer beyond 2^53, naming the column and the way out', async () => {
  const { table } = parse('{"text":"a","id":9007199254740993}\n');
  await assert.rejects(tableCodec(parquet('parquetjs-lite')).encode(table), {
    code: 'E_LIMIT',
    message: 'column "id" has an integer beyond 2^53, which parquetjs-lite cannot write',
    hint: 'Set parquet_engine: parquet-wasm in the recipe.',
  });
});

test('parquetjs-lite refuses the numbers that it would write as others', async () => {
  const refused = (value: number, what: string): Promise<void> => {
    const table = doubles([1, 2]);
    const last = table.batches[0]?.columns.at(-1) as Column & { kind: 'double' };
    last.values[1] = value;
    const message = `column "score" has ${what}, which parquetjs-lite cannot write`;
    return assert.rejects(tableCodec(parquet('parquetjs-lite')).encode(table), { code: 'E_LIMIT', message });
  };
  await refused(-0, 'a negative zero');
  await refused(NaN, 'a number that is not finite');
  await refused(Infinity, 'a number that is not finite');
});

test('a compression that a format has not is refused, with those that it has', async () => {
  const { table } = parse('{"text":"a"}\n');
  const cases = [
    [parquet('parquetjs-lite', 'zstd'), 'parquetjs-lite cannot write zstd', 'snappy, gzip or none'],
    [parquet('parquet-wasm', 'lz4'), 'parquet-wasm cannot write lz4', 'snappy, zstd, gzip or none'],
    [
      { format: 'arrow', engine: null, compression: 'snappy' },
      'arrow cannot write snappy',
      'lz4, zstd or none',
    ],
    [{ format: 'jsonl', engine: null, compression: 'lz4' }, 'jsonl cannot write lz4', 'none, gzip or zstd'],
  ] as const;
  for (const [form, message, hint] of cases)
    await assert.rejects(tableCodec(form).encode(table), {
      code: 'E_UNSUPPORTED',
      message: `${message}, set in checkpointing.compression`,
      hint: `Set it to ${hint} in the recipe.`,
    });
});

test('what was decoded stays as it is when the engine goes on', async () => {
  const { table } = parse(HARD_LINES.join('\n'));
  const back = await roundTrip(table, parquet('parquet-wasm', 'zstd'));
  const large = parse(`{"text":"${'x'.repeat(5_000_000)}"}`).table;
  for (let i = 0; i < 3; i++) await roundTrip(large, parquet('parquet-wasm', 'none'));
  assert.deepEqual(contents(back), contents(table));
});

test('a Parquet file of another program is refused, and said to be of another kind', async () => {
  const bytes = Buffer.from('PAR1 and so on PAR1');
  for (const engine of ENGINES)
    await assert.rejects(
      tableCodec(parquet(engine)).decode(bytes),
      (error: unknown) => error instanceof JuicerError && /of another kind/.test(error.message),
    );
});
