/** Every Parquet file of a run is read with equal values by two programs that know nothing of this one. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import lite from 'parquetjs-lite';
import { checkRun } from '../checker/check-run.js';
import { filesBelow } from './artefacts.js';
import { members } from './json-members.js';
import { PROJECT_ROOT, workspace, type Workspace } from './support.js';

const SAMPLE = path.join(PROJECT_ROOT, 'samples/multilingual.jsonl');
const OPS = ['whitespace_normalization_mapper', 'text_length_filter', 'language_id_score_filter'];

type Row = Record<string, unknown>;

describe('the Parquet files of a run', () => {
  let ws: Workspace;
  let dir: string;
  let instance: DuckDBInstance;
  let duck: DuckDBConnection;

  before(async () => {
    ws = workspace();
    ws.write(
      'recipe.yaml',
      `project_name: readers
dataset_path: ${SAMPLE}
export_path: out/result.jsonl
partition_size: 60
keep_stats_in_res_ds: true
process:
  - ${OPS[0]}:
  - ${OPS[1]}: {min_len: 1}
  - ${OPS[2]}: {lang: '', min_score: 0.1}
`,
    );
    const result = await ws.run(['run', 'recipe.yaml']);
    assert.equal(result.code, 3, result.stderr);
    dir = ws.runDir('readers');
    instance = await DuckDBInstance.create(':memory:');
    duck = await instance.connect();
  });
  after(async () => {
    duck.closeSync();
    instance.closeSync();
    await ws.remove();
  });

  it('come from a run that keeps the promises', async () => {
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
  });

  it('are there for every partition, checkpoint and result', () => {
    const partitions = 7;
    assert.equal(filesBelow(dir, '.parquet').length, partitions * (1 + OPS.length + 1));
  });

  it('have equal rows for DuckDB and for parquetjs-lite', async () => {
    for (const name of filesBelow(dir, '.parquet')) {
      const file = path.join(dir, name);
      const [byDuck, byLite] = [await readWithDuck(duck, file), await readWithLite(file)];
      assert.ok(byDuck.length > 0, `${name} has no rows`);
      assert.equal(byLite.length, byDuck.length, name);
      for (const [i, row] of byDuck.entries()) assert.deepEqual(byLite[i], row, `${name}, row ${i}`);
    }
  });

  it('hold, as results in order, the rows of the export', async () => {
    const lines = ws.read('out/result.jsonl').trimEnd().split('\n');
    const results: Row[] = [];
    for (const name of filesBelow(dir, '_processed.parquet'))
      results.push(...(await readWithDuck(duck, path.join(dir, name))));
    assert.equal(results.length, lines.length);
    for (const [i, row] of results.entries()) compareRow(lines[i] ?? '', row);
  });
});

/** Every field of an exported row has the value of its cell, or its text for a cell that holds JSON text. */
function compareRow(line: string, row: Row): void {
  const exported = members(line);
  // A row that no columns can describe stands whole, as text, in a column of its own; only its text counts beside.
  const whole = typeof row['__dj__raw__'] === 'string';
  const last = new Map(exported.map(({ key, value }) => [key, value]));
  for (const [key, value] of last) {
    if (!Object.hasOwn(row, key) || (whole && key !== 'text')) continue;
    const cell = row[key];
    const same = holds(cell, value);
    assert.ok(
      same,
      `${key} of row ${row['__dj__row__'] as string}: ${JSON.stringify(cell)} against ${value}`,
    );
  }
}

/** Whether a cell is the value, or holds it as JSON text, which may spell its escapes otherwise. */
function holds(cell: unknown, value: string): boolean {
  const meant = JSON.stringify(plain(JSON.parse(value)));
  if (cell === value || JSON.stringify(cell) === meant) return true;
  return typeof cell === 'string' && /^["{[]/.test(cell) && JSON.stringify(plain(JSON.parse(cell))) === meant;
}

async function readWithDuck(duck: DuckDBConnection, file: string): Promise<Row[]> {
  const read = await duck.runAndReadAll(`SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`);
  return read.getRowObjectsJS().map((row) => plain(row) as Row);
}

async function readWithLite(file: string): Promise<Row[]> {
  const reader = await lite.ParquetReader.openBuffer(fs.readFileSync(file));
  try {
    const cursor = reader.getCursor();
    const rows: Row[] = [];
    for (let group = await cursor.nextRowGroup(); group; group = await cursor.nextRowGroup())
      rows.push(...group.map((row) => plain(row) as Row));
    return rows;
  } finally {
    await reader.close();
  }
}

/** A value without what the readers differ in: kinds of numbers, null and missing, order of keys. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(plain);
  const entries = Object.entries(value).filter(([, v]) => v !== null && v !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => [k, plain(v)]));
}
