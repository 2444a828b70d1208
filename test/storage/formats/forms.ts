/** Every form that files of rows can have, and tables that are hard to keep, for the tests of codecs. */
import type { Compression, FileForm, ParquetEngine } from '../../../src/model/file-form.js';
import { JuicerError } from '../../../src/model/errors.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import type { Table } from '../../../src/table/column.js';
import { statColumn } from '../../../src/table/strings.js';
import { HARD_LINES, parse } from '../../table/support.js';

/** A form of Parquet. */
export function parquet(engine: ParquetEngine, compression: Compression = 'snappy'): FileForm {
  return { format: 'parquet', engine, compression };
}

/** A form of Arrow IPC. */
export function arrow(compression: Compression = 'lz4', batchRows: number | null = 1000): FileForm {
  return { format: 'arrow', engine: null, compression, batch_rows: batchRows };
}

/** A form of JSON lines. */
export function jsonl(compression: Compression = 'none'): FileForm {
  return { format: 'jsonl', engine: null, compression };
}

/** All forms, by the name that tests give them. */
export const FORMS: Readonly<Record<string, FileForm>> = {
  ...Object.fromEntries(
    (['snappy', 'zstd', 'gzip', 'none'] as const).map((c) => [`parquet ${c}`, parquet('parquet-wasm', c)]),
  ),
  ...Object.fromEntries(
    (['snappy', 'gzip', 'none'] as const).map((c) => [`parquetjs-lite ${c}`, parquet('parquetjs-lite', c)]),
  ),
  ...Object.fromEntries((['lz4', 'zstd', 'none'] as const).map((c) => [`arrow ${c}`, arrow(c)])),
  'arrow lz4, one row per batch': arrow('lz4', 1),
  'arrow none, one batch': arrow('none', null),
  ...Object.fromEntries((['none', 'gzip', 'zstd'] as const).map((c) => [`jsonl ${c}`, jsonl(c)])),
};

/** What a table comes back as. */
export async function roundTrip(table: Table, writer: FileForm, reader = writer): Promise<Table> {
  return tableCodec(reader).decode(await tableCodec(writer).encode(table));
}

/** Whether an error is ours, with this code. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof JuicerError && error.code === code;
}

/** Values of the four types that stats have, under names that are hard to keep too. */
export function withStats(table: Table): Table {
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
        'meta.any',
        'json',
        rows.map((i) => [null, 'a"b', i / 7, true, ['x', { y: null }]][i % 5] ?? null),
      ),
      statColumn(
        'lone',
        'utf8',
        rows.map((i) => (i % 3 === 0 ? '\ud800' : null)),
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

/** A table of one stat with these doubles. */
export function doubles(values: readonly (number | null)[]): Table {
  const { table } = parse(values.map((_, i) => `{"text":"${i}"}`).join('\n'));
  const batches = table.batches.map(({ rows, columns }) => ({
    rows,
    columns: [...columns, statColumn('score', 'double', values)],
  }));
  return { layouts: table.layouts, batches };
}

/** The hard lines without integers that parquetjs-lite cannot write. */
export const COMMON_LINES = HARD_LINES.map((line) => line.replace(/"n":-?\d{16,}/, '"n":9007199254740991'));

const rowsOf = (...lines: string[]): Table => parse(lines.join('\n')).table;

/** Kinds of values, each as a table that has them: the rows of the table in docs/formats.md. */
export const VALUES: Readonly<Record<string, Table>> = {
  'text: any Unicode, NUL, byte order marks, empty': rowsOf(
    '{"text":""}',
    '{"text":"nul \\u0000 \\u001f \\b\\f\\n\\r\\t \\" \\\\ / \u007f"}',
    '{"text":"\ufeffbom inside \ufeff"}',
    '{"text":"astral \u{1f600} han \u4e2d \u2028 \u2029 \u00e9"}',
  ),
  'lone surrogates, in values and in keys': rowsOf(
    '{"text":"\\ud800"}',
    '{"text":"\\udfff x","a":"\\ud83d"}',
    '{"text":"k","\\ud800":1}',
  ),
  'a text of 5 MB': rowsOf(`{"text":"${'l\u00e4ng '.repeat(900_000)}","a":1}`, '{"text":"b"}'),
  'integers up to 2^53': rowsOf('{"text":"a","n":9007199254740991}', '{"text":"b","n":-9007199254740991}'),
  'integers beyond 2^53, up to 64 bits': rowsOf(
    '{"text":"a","n":9223372036854775807}',
    '{"text":"b","n":-9223372036854775808}',
    '{"text":"c","n":9007199254740993}',
  ),
  '1 against 1.0, -0, 1e400, integers beyond 64 bits, in the input': rowsOf(
    '{"text":"a","m":1,"z":-0,"big":1e400,"n":9223372036854775808}',
    '{"text":"b","m":1.0,"z":0,"big":1e+21,"n":1}',
  ),
  'doubles, in the input and in stats': doubles([0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 1e21, null]),
  'a negative zero in stats': doubles([-0, 0, 1]),
  'dates and times': rowsOf('{"text":"a","d":"2024-01-01","t":"2024-01-01T00:00:00Z"}'),
  'null, missing, empty, truth': rowsOf(
    '{"text":"a","x":null,"y":"","b":true}',
    '{"text":"b","y":null,"b":null}',
    '{"text":"c","x":"x","y":"","b":false}',
  ),
  'nested values, lists with nulls': rowsOf(
    '{"text":"a","o":{"z":[1,1.0,-0,{"a":null,"a":2}],"":{}},"l":[null,"x",[]]}',
    '{"text":"b","o":3,"l":[]}',
  ),
  'order of keys, names that are reserved or odd': rowsOf(
    '{"b":1,"text":"a","a":2}',
    '{"a":1,"b":2,"text":"b"}',
    '{"text":"c","":1,"__dj__row__":2,"field:a":3,"a,b":4,"a.b":5,"7":6,"__proto__":{"a":1},"constructor":"c"}',
    '{"text":"d","__dj__stats__":{"mine":1},"juicer.table":1}',
  ),
  'keys twice, escaped, or too many': rowsOf(
    '{"text":"a","a":1,"a":2}',
    '{"text":"first","\\u0074ext":"last"}',
    `{"text":"c",${Array.from({ length: 600 }, (_, i) => `"k${i}":${i}`).join(',')}}`,
  ),
  'stats of every type, with nulls': withStats(rowsOf(...COMMON_LINES)),
  'no rows': rowsOf(''),
};
