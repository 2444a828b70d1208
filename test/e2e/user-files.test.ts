/** Files as pandas, Polars, DuckDB and HF datasets write them (test/input/fixtures/make_user_files.py): a run gives their rows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { projectRoot } from '../repo/project.js';
import { jsonLines } from './artefacts.js';
import { workspace, type Workspace } from './support.js';

const FIXTURES = path.join(projectRoot(), 'test/input/fixtures');
const FILES = fs.readdirSync(path.join(FIXTURES, 'users')).sort();
const LINES = fs.readFileSync(path.join(FIXTURES, 'users-rows.jsonl'), 'utf8').trimEnd().split('\n');
/** JSON with the number that JavaScript cannot hold as a text. */
const exact = (json: string): string => json.replaceAll('9007199254740993', '"9007199254740993"');

type Row = Record<string, unknown>;

/** The rows as a tool writes them into a kind of file. */
function expected(file: string): Row[] {
  const rows = LINES.map((line) => JSON.parse(exact(line)) as Row);
  if (file === 'pandas-index.parquet')
    return rows.map((row, i) => ({ ...row, __index_level_0__: [10, 3, 7, 8, 20][i] }));
  if (file === 'pandas-fastparquet.parquet') return rows.map(flat);
  return /\.(csv|tsv\.gz)$/.test(file) ? rows.map(flat).map((row) => inCsv(row, file)) : rows;
}

function flat({ tags: _tags, meta: _meta, ...row }: Row): Row {
  return row;
}

/** CSV has no null; and what pandas writes for a boolean is none in JSON, so the column is one of texts. */
function inCsv(row: Row, file: string): Row {
  const asText = /^(pandas|datasets)/.test(file);
  const text = row['good'] === null ? '' : row['good'] === true ? 'True' : 'False';
  return { ...row, lang: row['lang'] ?? '', good: asText ? text : row['good'] };
}

describe('a run over the files of other tools', () => {
  let ws: Workspace;
  let rows: Row[] = [];

  before(async () => {
    ws = workspace();
    for (const file of FILES) ws.write(`data/${file}`, fs.readFileSync(path.join(FIXTURES, 'users', file)));
    ws.write(
      'recipe.yaml',
      'dataset_path: data\nexport_path: out.jsonl\nprocess:\n- text_length_filter: {min_len: 0}\n',
    );
    const result = await ws.run(['run', 'recipe.yaml']);
    assert.equal(result.code, 0, result.stderr);
    rows = jsonLines<Row>(exact(fs.readFileSync(ws.path('out.jsonl'), 'utf8')));
  });
  after(() => ws.remove());

  it('has the rows of each file', () => {
    assert.equal(FILES.length, 25);
    assert.equal(rows.length, FILES.length * LINES.length);
  });

  for (const [i, file] of FILES.entries())
    it(`gives the rows of ${file}`, () => {
      const from = i * LINES.length;
      assert.deepEqual(rows.slice(from, from + LINES.length), expected(file));
    });
});
