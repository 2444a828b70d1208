/** A folder of 300 files of every kind, some of them in trouble: all rows that can be read, each trouble told once. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { checkRun } from '../checker/check-run.js';
import { jsonLines, runDirOf } from './artefacts.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

const FILES = 300;
const ROWS = 4;
const DONE_WITH_LOSSES = 3;
const REFUSED = 6;

interface Quarantined {
  reason: string;
  source: { file: string; line: number };
}

describe('a folder of 300 files', () => {
  let ws: Workspace;
  let result: CommandResult;
  let dir: string;
  /** Texts of the rows that can be read, in order. */
  const texts: string[] = [];

  before(async () => {
    ws = workspace();
    await writeFiles();
    ws.write('recipe.yaml', RECIPE);
    result = await ws.run(['run', 'recipe.yaml']);
    assert.equal(result.code, DONE_WITH_LOSSES, result.stderr);
    dir = runDirOf(result);
  });
  after(() => ws.remove());

  /** Of each ten files two are .jsonl.gz, two .csv, two .parquet, one .json, one .txt, two .jsonl. */
  async function writeFiles(): Promise<void> {
    const instance = await DuckDBInstance.create(':memory:');
    const duck = await instance.connect();
    for (let i = 0; i < FILES; i++) {
      const rows = Array.from({ length: ROWS }, (_, k) => `text ${i} ${k}`);
      const name = `data/f${String(i).padStart(3, '0')}`;
      const json = rows.map((text) => `${JSON.stringify({ text, n: i })}\n`).join('');
      const kind = i % 10;
      if (kind < 2) ws.write(`${name}.jsonl.gz`, zlib.gzipSync(json));
      else if (kind < 4) ws.write(`${name}.csv`, `text,n\n${rows.map((text) => `${text},${i}\n`).join('')}`);
      else if (kind < 6) {
        const values = rows.map((text) => `('${text}', ${i})`).join(', ');
        await duck.run(
          `COPY (SELECT * FROM (VALUES ${values}) t(text, n)) TO '${ws.path(`${name}.parquet`)}' (FORMAT parquet)`,
        );
      } else if (kind === 6) ws.write(`${name}.json`, `[${json.trim().split('\n').join(',\n')}]`);
      else if (kind === 7) ws.write(`${name}.txt`, rows.join('\n'));
      else ws.write(`${name}.jsonl`, json);
      texts.push(...(kind === 7 ? [rows.join('\n')] : rows));
    }
    duck.closeSync();
    instance.closeSync();
    writeTroubles();
  }

  /** In the order of their names behind the others: empty files, one of 0 bytes, one cut off, a broken line, another schema. */
  function writeTroubles(): void {
    ws.write('data/g1-empty.jsonl', '\n\n');
    ws.write('data/g2-zero.parquet', '');
    const packed = zlib.gzipSync(
      Array.from({ length: 500 }, (_, i) => `{"text":"packed ${i * 7919}"}\n`).join(''),
    );
    ws.write('data/g3-cut.jsonl.gz', packed.subarray(0, packed.length / 2));
    ws.write('data/g4-broken.jsonl', '{"text":"before"}\n{"text":\n{"text":"after"}\n');
    ws.write(
      'data/g5-other.jsonl',
      '{"id":1,"body":"no text here"}\n{"text":"and here","extra":{"a":[1.0]}}\n',
    );
  }

  it('gives all rows that can be read, in order', async () => {
    const rows = jsonLines<{ text: string }>(ws.read('out/result.jsonl')).map((row) => row.text);
    assert.deepEqual(rows.slice(0, texts.length), texts);
    const rest = rows.slice(texts.length);
    const packed = rest.slice(0, -3);
    assert.ok(packed.length > 0 && packed.length < 500);
    assert.deepEqual(
      packed,
      packed.map((_, i) => `packed ${i * 7919}`),
    );
    assert.deepEqual(rest.slice(-3), ['before', 'after', 'and here']);
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
  });

  it('names each trouble once, with its file and place', () => {
    const folder = path.join(dir, 'quarantine');
    const lines = fs
      .readdirSync(folder)
      .flatMap((name) => jsonLines<Quarantined>(fs.readFileSync(path.join(folder, name), 'utf8')));
    const told = lines.map(({ reason, source }) => `${path.basename(source.file)} ${reason}`);
    assert.deepEqual(told.sort(), [
      'g2-zero.parquet damaged_file',
      'g3-cut.jsonl.gz damaged_file',
      'g4-broken.jsonl invalid_json',
      'g5-other.jsonl text_missing',
    ]);
    const broken = lines.find(({ reason }) => reason === 'invalid_json');
    assert.equal(broken?.source.line, 2);
  });

  it('is foretold by validate --data, as far as the first rows go', async () => {
    const checked = await ws.run(['validate', 'recipe.yaml', '--data', '-o', 'json']);
    assert.equal(checked.code, DONE_WITH_LOSSES, checked.stderr);
    const { data } = JSON.parse(checked.stdout) as {
      data: { files: { file: string; bad: { reason: string }[] }[]; drift: { field: string }[] };
    };
    assert.equal(data.files.length, FILES + 5);
    const bad = data.files.filter((file) => file.bad.length > 0).map((file) => path.basename(file.file));
    assert.deepEqual(bad, ['g2-zero.parquet', 'g3-cut.jsonl.gz', 'g4-broken.jsonl', 'g5-other.jsonl']);
    assert.deepEqual(data.drift.map((d) => d.field).sort(), ['body', 'extra', 'id', 'n']);
  });

  it('is what it was when a packed file was only touched, and is refused when that is another', async () => {
    const run = path.basename(dir);
    const file = ws.path('data/f000.jsonl.gz');
    fs.utimesSync(file, new Date(0), new Date(0));
    const again = await ws.run(['run', 'recipe.yaml', '--id', run]);
    assert.equal(again.code, DONE_WITH_LOSSES, again.stderr);
    fs.writeFileSync(file, zlib.gzipSync('{"text":"another"}\n'));
    const other = await ws.run(['run', 'recipe.yaml', '--id', run]);
    assert.equal(other.code, REFUSED, other.stderr);
    assert.match(other.stderr, /f000\.jsonl\.gz has changed since run/);
  });
});

const RECIPE = `project_name: mixed
dataset_path: data
export_path: out/result.jsonl
partition_size: 100
process:
  - text_length_filter: {min_len: 0}
`;
