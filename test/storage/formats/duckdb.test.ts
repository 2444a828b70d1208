import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Compression, ParquetEngine } from '../../../src/model/file-form.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import { fileSchema } from '../../../src/storage/formats/file-schema.js';
import type { Column, Table } from '../../../src/table/column.js';
import { parquet, withStats } from './forms.js';
import { HARD_LINES, parse, valuesOf } from '../../table/support.js';

/** Rows that DuckDB reads from a file. Columns by their names in the file; of stats, by `stats.<name>`. */
async function readRows(bytes: Uint8Array): Promise<Record<string, unknown>[]> {
  const folder = await mkdtemp(join(tmpdir(), 'juicer-duckdb-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const path = join(folder, 'table.parquet');
    await writeFile(path, bytes);
    const reader = await connection.runAndReadAll(
      `SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`,
    );
    return reader.getRowObjectsJS().map((row) => {
      const { __dj__stats__: stats, ...rest } = row;
      const flat = Object.entries((stats ?? {}) as object).map(([k, v]) => [`stats.${k}`, v as unknown]);
      return { ...rest, ...Object.fromEntries(flat) } as Record<string, unknown>;
    });
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** The rows of a table as DuckDB should give them. */
function expectedRows(table: Table): Record<string, unknown>[] {
  const { columns } = fileSchema(table);
  return table.batches.flatMap((batch) => {
    const values = batch.columns.map((c: Column) => valuesOf(c, batch.rows));
    return Array.from({ length: batch.rows }, (_, row) =>
      Object.fromEntries(
        columns.map((c, k) => [c.role === 'stat' ? `stats.${c.stored}` : c.stored, values[k]?.[row]]),
      ),
    );
  });
}

function hardTable(lines: readonly string[]): Table {
  // DuckDB compares column names without regard to case and drops a leading byte order mark of a string.
  return withStats(parse(lines.filter((line) => !line.includes('\ufeff')).join('\n')).table);
}

const CASES: [ParquetEngine, Compression][] = [
  ['parquet-wasm', 'snappy'],
  ['parquet-wasm', 'zstd'],
  ['parquet-wasm', 'gzip'],
  ['parquet-wasm', 'none'],
  ['parquetjs-lite', 'snappy'],
  ['parquetjs-lite', 'gzip'],
  ['parquetjs-lite', 'none'],
];

for (const [engine, compression] of CASES) {
  test(`DuckDB reads equal values from ${engine} with ${compression}`, async () => {
    const exact = engine === 'parquet-wasm';
    const table = hardTable(
      HARD_LINES.map((line) => (exact ? line : line.replace(/"n":-?\d{16,}/, '"n":9007199254740991'))),
    );
    const rows = await readRows(await tableCodec(parquet(engine, compression)).encode(table));
    assert.deepEqual(rows, expectedRows(table));
  });

  test(`DuckDB reads a file without rows from ${engine} with ${compression}`, async () => {
    assert.deepEqual(
      await readRows(await tableCodec(parquet(engine, compression)).encode(parse('').table)),
      [],
    );
  });
}
