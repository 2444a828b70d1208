/** What other programs read in our files of columns: DuckDB, parquetjs-lite, and pyarrow where python3 has it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import lite from 'parquetjs-lite';
import { folder, write, type Written } from './support.js';

const dir = folder();
const PYTHON = process.env['JUICER_PYTHON'] ?? 'python3';
const hasPyarrow = spawnSync(PYTHON, ['-c', 'import pyarrow']).status === 0;

const TRIPPY = ['a,b', '', 'nul\0', 'field:x', '__proto__', '\ufeffmark', 'ünï', 'quote"d'];

/** Rows with every type, with columns of JSON text and with names that trip readers. */
const ROWS = Array.from({ length: 500 }, (_, i) => {
  const extra = TRIPPY.map((name) => `${JSON.stringify(name)}:${i}`).join(',');
  const missing = i % 3 === 0 ? '' : `,"maybe":"m${i}"`;
  const big = (9007199254740993n * 1000n + BigInt(i)).toString();
  return (
    `{"text":${JSON.stringify(`${'wörd "x"\n'.repeat(i % 9)}🎈${i}`)},"int":${big},"flag":${i % 2 === 0},` +
    `"dbl":${i}.25,"nul":${i % 5 === 0 ? 'null' : i},"list":[${i % 4 === 0 ? '' : `[1,${i}],null,[]`}],` +
    `"obj":{"a":${i % 6 === 0 ? 'null' : `{"b":"${i}","c":[true]}`},"d":[{"e":${i}.5}]},"mix":${i % 2 === 0 ? i : `"${i}"`},` +
    `"lone":"\\ud800${i}","huge":1${'0'.repeat(30)}${missing},${extra}}`
  );
});

interface Read {
  text: string;
  int: string;
  dbl: number;
  nul: number | null;
  list: unknown;
  obj: unknown;
  mix: string;
  lone: string;
  maybe: string | null;
}

/** The same rows as a reader of columns should have them. */
const EXPECTED: Read[] = ROWS.map((line) => {
  const { text, dbl, nul, list, obj, mix, lone, maybe } = JSON.parse(line) as Read;
  const int = /"int":(\d+)/.exec(line)?.[1] ?? '';
  return {
    text,
    int,
    dbl,
    nul,
    list,
    obj,
    mix: JSON.stringify(mix),
    lone: JSON.stringify(lone),
    maybe: maybe ?? null,
  };
});

describe('a Parquet export', () => {
  it('is read by DuckDB with equal values', async () => {
    const { file } = await write(dir, 'parquet', ROWS);
    const instance = await DuckDBInstance.create(':memory:');
    const duck = await instance.connect();
    const select =
      'SELECT to_json({text: text, int: int::VARCHAR, dbl: dbl, nul: nul, list: list, obj: obj, mix: mix, lone: lone, maybe: maybe})::VARCHAR';
    const result = await duck.runAndReadAll(`${select} FROM read_parquet('${file}')`);
    assert.deepEqual(
      result.getRows().map(([row]) => JSON.parse(String(row)) as unknown),
      EXPECTED,
    );
    duck.closeSync();
    instance.closeSync();
  });

  it('is read by parquetjs-lite, row by row', async () => {
    const { file, columns } = await write(dir, 'parquet', ROWS);
    const reader = await lite.ParquetReader.openBuffer(fs.readFileSync(file));
    const cursor = reader.getCursor();
    let at = 0;
    for (let rows = await cursor.nextRowGroup(); rows; rows = await cursor.nextRowGroup()) {
      for (const row of rows) {
        const expected = EXPECTED[at++];
        assert.deepEqual(
          [row['text'], String(row['int']), row['dbl']],
          [expected?.text, expected?.int, expected?.dbl],
        );
      }
    }
    assert.equal(at, ROWS.length);
    assert.ok(columns.every(({ stored }) => !stored.includes(',')));
    await reader.close();
  });

  it('has row groups of the same rows, whatever is written after them', async () => {
    const lines = Array.from({ length: 250_000 }, (_, i) => `{"text":"${i}"}`);
    const written = await write(dir, 'parquet', lines);
    const instance = await DuckDBInstance.create(':memory:');
    const duck = await instance.connect();
    const groups = await duck.runAndReadAll(
      `SELECT row_group_num_rows FROM parquet_metadata('${written.file}') ORDER BY row_group_id`,
    );
    assert.deepEqual(groups.getRows().flat().map(Number), [100_000, 100_000, 50_000]);
    const sums = await duck.runAndReadAll(`SELECT count(*), sum(text::BIGINT) FROM '${written.file}'`);
    assert.deepEqual(sums.getRows(), [[250_000n, (250_000n * 249_999n) / 2n]]);
    duck.closeSync();
    instance.closeSync();
  });
});

describe(
  'pyarrow',
  { skip: hasPyarrow ? false : `${PYTHON} has no pyarrow (JUICER_PYTHON names another)` },
  () => {
    for (const [format, read] of [
      ['parquet', 'import pyarrow.parquet as p; t = p.read_table(f)'],
      ['arrow', 'import pyarrow as pa; t = pa.ipc.open_file(f).read_all()'],
    ] as const) {
      it(`reads a .${format} export with equal values`, async () => {
        const written: Written = await write(dir, format, ROWS);
        const names = 'text int dbl nul list obj mix lone maybe'.split(' ');
        const code = `import json, sys\nf = sys.argv[1]\n${read}\nt.validate(full=True)\nprint(json.dumps([{k: str(r[k]) if k == 'int' else r[k] for k in ${JSON.stringify(names)}} for r in t.to_pylist()]))`;
        const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', code, written.file], {
          maxBuffer: 2 ** 28,
        });
        assert.equal(status, 0, stderr.toString());
        assert.deepEqual(JSON.parse(stdout.toString()), EXPECTED);
      });
    }
  },
);

it('a CSV export is read by DuckDB with equal cells', async () => {
  const { file } = await write(dir, 'csv', ROWS);
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  const options = `header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', parallel = false`;
  const result = await duck.runAndReadAll(
    `SELECT text, int, mix, list::JSON::VARCHAR, maybe FROM read_csv('${file}', ${options})`,
  );
  const expected = EXPECTED.map((row) => [row.text, row.int, row.mix, JSON.stringify(row.list), row.maybe]);
  assert.deepEqual(result.getRows(), expected);
  duck.closeSync();
  instance.closeSync();
});
