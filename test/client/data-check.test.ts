/** What is told of the first rows of input files, without a word of their text. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { after, test } from 'node:test';
import { checkFile, driftOf, type CheckedFile } from '../../src/client/data-check.js';
import { inputFiles } from '../../src/input/discover.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-check-'));
after(() => fs.rmSync(dir, { recursive: true }));

async function checked(files: Record<string, string | Uint8Array>, rows = 100): Promise<CheckedFile[]> {
  const folder = fs.mkdtempSync(path.join(dir, 'in-'));
  for (const [name, bytes] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), bytes);
  const specs = await inputFiles({ dataset_path: folder, suffixes: [], text_files: 'file' });
  return Promise.all(specs.map((spec) => checkFile(spec, { textKey: 'text', rows })));
}

test('broken rows are told with their places, in every format', async () => {
  const gz = zlib.gzipSync('{"text":"a"}\n'.repeat(1000));
  const files = await checked(
    {
      'a.jsonl': '{"text":"secret"}\nbroken secret\n\n{"n":1}\n',
      'b.csv': 'text,n\na,1\nb,2,3\n',
      'c.jsonl.gz': gz.subarray(0, gz.length - 12),
      'd.parquet': '',
    },
    5000,
  );
  assert.deepEqual(
    files.map(({ file, bad }) => [path.basename(file), bad.map((b) => `${b.place.line} ${b.reason}`)]),
    [
      ['a.jsonl', ['2 invalid_json', '4 text_missing']],
      ['b.csv', ['3 too_many_fields']],
      ['c.jsonl.gz', [`${(files[2]?.rows ?? 0) + 1} damaged_file`]],
      ['d.parquet', ['1 damaged_file']],
    ],
  );
  assert.ok(!JSON.stringify(files).includes('secret'));
});

test('no more rows are looked at than were asked for', async () => {
  const [file] = await checked({ 'a.jsonl': `${'{"text":"a"}\n\n'.repeat(50)}broken` }, 20);
  assert.deepEqual([file?.rows, file?.bad], [20, []]);
});

test('fields that some files lack or have otherwise are told, with a file for each; null is like any kind', async () => {
  const files = await checked({
    'a.jsonl': '{"text":"x","n":1,"m":null,"only":1}\n',
    'b.jsonl': '{"text":"x","n":"1","m":2}\n{"text":"y","n":2,"m":null}\n',
    'c.jsonl': '{"text":"x","n":null,"m":3}\n',
    'empty.jsonl': '',
  });
  const drift = driftOf(files);
  assert.deepEqual(
    drift.map(({ field, seen }) => [
      field,
      seen.map((s) => `${s.kinds} ${s.files} ${path.basename(s.example)}`),
    ]),
    [
      ['n', ['number 1 a.jsonl', 'number|string 1 b.jsonl']],
      ['only', ['number 1 a.jsonl', 'missing 2 b.jsonl']],
    ],
  );
});
