/** Rows know the ending of their file: suffix_filter over a folder of files of every kind. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { checkRun } from '../checker/check-run.js';
import { jsonLines, runDirOf } from './artefacts.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

interface Row {
  text: string;
  __dj__suffix__?: string;
}

describe('a folder of files with several endings', () => {
  let ws: Workspace;
  let result: CommandResult;

  before(async () => {
    ws = workspace();
    ws.write('data/a.jsonl', '{"text":"a one"}\n{"text":"a two","n":1}\n');
    ws.write('data/b.JSONL.gz', zlib.gzipSync('{"text":"b"}\n'));
    ws.write('data/c.csv', 'text,n\nc,1\n');
    ws.write('data/d.txt', 'd');
    ws.write('data/e.json', '[{"text":"e"}]');
    ws.write('data/own.ndjson', '{"text":"own","__dj__suffix__":".txt"}\n');
    const instance = await DuckDBInstance.create(':memory:');
    const duck = await instance.connect();
    await duck.run(`COPY (SELECT 'f' AS text) TO '${ws.path('data/f.parquet')}' (FORMAT parquet)`);
    duck.closeSync();
    instance.closeSync();
    ws.write('recipe.yaml', recipe("suffixes: ['.jsonl', '.jsonl.gz', '.txt', '.parquet']"));
    result = await ws.run(['run', 'recipe.yaml']);
  });
  after(() => ws.remove());

  function recipe(suffixes: string, more = ''): string {
    return `dataset_path: data\nexport_path: out.jsonl\npartition_size: 2\n${more}process:\n  - suffix_filter:\n      ${suffixes}\n`;
  }

  function exported(): Row[] {
    return jsonLines<Row>(fs.readFileSync(ws.path('out.jsonl'), 'utf8'));
  }

  it('rows of the files with the wanted endings stay, and tell them', () => {
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(exported(), [
      { text: 'a one', __dj__suffix__: '.jsonl' },
      { text: 'a two', n: 1, __dj__suffix__: '.jsonl' },
      { text: 'b', __dj__suffix__: '.jsonl.gz' },
      { text: 'd', __dj__suffix__: '.txt' },
      { text: 'f', __dj__suffix__: '.parquet' },
      { text: 'own', __dj__suffix__: '.txt' },
    ]);
  });

  it('the run is sound', async () => {
    assert.deepEqual(await checkRun(runDirOf(result)), []);
  });

  it('add_suffix: false leaves the field out, so that its lack is told', async () => {
    ws.write('recipe.yaml', recipe("suffixes: ['.txt']", 'add_suffix: false\n'));
    const without = await ws.run(['run', 'recipe.yaml']);
    assert.equal(without.code, 3, without.stderr);
    assert.deepEqual(exported(), [{ text: 'own', __dj__suffix__: '.txt' }]);
  });
});
