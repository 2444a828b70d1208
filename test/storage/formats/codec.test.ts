import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JuicerError } from '../../../src/model/errors.js';
import type { Compression } from '../../../src/model/checkpoint.js';
import { tableCodec, type CodecEngine } from '../../../src/storage/formats/codec.js';
import type { Table } from '../../../src/table/column.js';
import { takeRows } from '../../../src/table/select.js';
import { statColumn } from '../../../src/table/strings.js';
import { HARD_LINES, contents, format, parse } from '../../table/support.js';

const ENGINES: CodecEngine[] = ['parquet-wasm', 'parquetjs-lite'];
const PAIRS = ENGINES.flatMap((writer) => ENGINES.map((reader) => [writer, reader] as const));

/** The hard lines without integers that parquetjs-lite cannot write. */
const COMMON_LINES = HARD_LINES.map((line) => line.replace(/"n":-?\d{16,}/, '"n":9007199254740991'));

async function roundTrip(
  table: Table,
  [writer, reader]: readonly [CodecEngine, CodecEngine],
  compression: Compression = 'snappy',
): Promise<Table> {
  return tableCodec(reader).decode(await tableCodec(writer).encode(table, { compression }));
}

function withStats(table: Table): Table {
  const batches = table.batches.map((batch) => {
    const rows = Array.from({ length: batch.rows }, (_, i) => i);
    const stats = [
      statColumn(
        'text_len',
        'int64',
        rows.map((i) => (i % 4 === 0 ? null : i)),
      ),
      statColumn(
        'score',
        'double',
        rows.map((i) => i / 7),
      ),
      statColumn(
        'lang',
        'utf8',
        rows.map((i) => (i % 2 === 0 ? 'en' : null)),
      ),
      statColumn(
        'constructor',
        'bool',
        rows.map((i) => (i % 5 === 0 ? null : i % 3 === 0)),
      ),
    ];
    for (const name of ['', 'a,b', 'parent', '__proto__', '7']) stats.push(statColumn(name, 'int64', rows));
    return { rows: batch.rows, columns: [...batch.columns, ...stats] };
  });
  return { layouts: table.layouts, batches };
}

for (const pair of PAIRS) {
  const name = `${pair[0]} to ${pair[1]}`;

  test(`${name}: hard values, layouts, raw rows and stats come back equal`, async () => {
    const input = COMMON_LINES.map((line) => `${line}\n`).join('');
    const table = withStats(parse(input).table);
    const back = await roundTrip(table, pair);
    assert.deepEqual(contents(back), contents(table));
    assert.equal(format(back), input);
  });

  test(`${name}: a table without rows keeps its columns`, async () => {
    const { table } = parse('');
    assert.deepEqual(contents(await roundTrip(table, pair)), contents(table));
  });

  test(`${name}: a table that lost all its rows keeps its columns`, async () => {
    const full = withStats(parse(COMMON_LINES.join('\n')).table);
    const batches = full.batches.map((batch) => takeRows(batch, new Uint32Array(0)));
    const table = { layouts: full.layouts, batches };
    assert.deepEqual(contents(await roundTrip(table, pair)), contents(table));
  });

  test(`${name}: a text of 5 MB and a column of nulls come back equal`, async () => {
    const input = `{"text":"${'läng '.repeat(900_000)}","none":null}\n{"text":"b","none":null}\n`;
    assert.ok(format(await roundTrip(parse(input).table, pair)) === input);
  });

  test(`${name}: many row groups come back in order`, async () => {
    const input = Array.from(
      { length: 21_003 },
      (_, i) => `{"text":"t${i}","n":${i},"s":${i % 9 === 0 ? 'null' : `"${i}"`}}\n`,
    );
    const { table } = parse(input.join(''));
    assert.equal(format(await roundTrip(table, pair)), input.join(''));
  });

  for (const compression of ['gzip', 'none', 'zstd'] as const) {
    if (pair.includes('parquetjs-lite') && compression === 'zstd') continue;
    test(`${name}: ${compression} files come back equal`, async () => {
      const { table } = parse(COMMON_LINES.join('\n'));
      assert.deepEqual(contents(await roundTrip(table, pair, compression)), contents(table));
    });
  }
}

/** Objects of any JSON values with a text, compact and with the escapes of JSON.stringify; no doubled keys. */
const anyLines = fc
  .array(
    fc.tuple(
      fc.string({ unit: 'binary' }),
      fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()),
      fc.boolean(),
    ),
    { maxLength: 20 },
  )
  .map((rows) =>
    rows
      .map(
        ([text, rest, first]) =>
          `${JSON.stringify(first ? { text, ...rest, text2: 1 } : { ...rest, text })}\n`,
      )
      .join(''),
  )
  .filter((lines) =>
    lines
      .split('\n')
      .slice(0, -1)
      .every((line) => typeof (JSON.parse(line) as { text: unknown }).text === 'string'),
  );

for (const engine of ENGINES) {
  test(`${engine}: any compact JSON lines leave byte for byte as they came`, async () => {
    await fc.assert(
      fc.asyncProperty(anyLines, async (lines) => {
        fc.pre(engine === 'parquet-wasm' || !/\d{16}/.test(lines)); // may be an integer beyond 2^53, which is refused
        const { table, bad } = parse(lines);
        assert.deepEqual(bad, []);
        assert.equal(format(await roundTrip(table, [engine, engine])), lines);
      }),
      { numRuns: 150 },
    );
  });

  test(`${engine}: equal rows give equal bytes whichever batches they went through`, async () => {
    const { table } = parse('{"text":"abc","n":1}\n{"text":"d"}\n'.repeat(2000));
    const [batch] = table.batches;
    assert.ok(batch);
    const part = (from: number, to: number) =>
      takeRows(
        batch,
        Uint32Array.from({ length: to - from }, (_, i) => from + i),
      );
    const pieces = { layouts: table.layouts, batches: [part(0, 17), part(17, 1000), part(1000, 4000)] };
    const codec = tableCodec(engine);
    const whole = await codec.encode(table, { compression: 'snappy' });
    assert.deepEqual(await codec.encode(table, { compression: 'snappy' }), whole);
    assert.deepEqual(await codec.encode(pieces, { compression: 'snappy' }), whole);
    const again = await codec.encode(await codec.decode(whole), { compression: 'snappy' });
    assert.deepEqual(again, whole);
  });

  test(`${engine}: damaged and foreign bytes are refused as such`, async () => {
    const codec = tableCodec(engine);
    const whole = await codec.encode(parse('{"text":"abc"}\n').table, { compression: 'snappy' });
    for (const bytes of [
      new Uint8Array(0),
      whole.subarray(0, -9),
      Buffer.from('no parquet at all, is it?'),
    ]) {
      await assert.rejects(
        codec.decode(bytes),
        (error: unknown) => error instanceof JuicerError && error.code === 'E_CHECKPOINT',
      );
    }
    assert.equal(format(await codec.decode(whole)), '{"text":"abc"}\n');
  });
}

test('parquetjs-lite refuses an integer beyond 2^53, naming the column and the way out', async () => {
  const { table } = parse('{"text":"a","id":9007199254740993}\n');
  await assert.rejects(
    tableCodec('parquetjs-lite').encode(table, { compression: 'snappy' }),
    (error: unknown) => {
      assert.ok(error instanceof JuicerError);
      assert.equal(error.code, 'E_LIMIT');
      assert.match(error.message, /"id"/);
      assert.match(error.hint ?? '', /parquet_engine: parquet-wasm/);
      return true;
    },
  );
});

test('parquetjs-lite refuses zstd', async () => {
  const { table } = parse('{"text":"a"}\n');
  const refused = tableCodec('parquetjs-lite').encode(table, { compression: 'zstd' });
  await assert.rejects(
    refused,
    (error: unknown) => error instanceof JuicerError && error.code === 'E_UNSUPPORTED',
  );
});

test('what was decoded stays as it is when the engine goes on', async () => {
  const codec = tableCodec('parquet-wasm');
  const { table } = parse(HARD_LINES.join('\n'));
  const back = await codec.decode(await codec.encode(table, { compression: 'zstd' }));
  for (let i = 0; i < 3; i++) {
    await codec.decode(
      await codec.encode(parse(`{"text":"${'x'.repeat(5_000_000)}"}`).table, { compression: 'none' }),
    );
  }
  assert.deepEqual(contents(back), contents(table));
});
