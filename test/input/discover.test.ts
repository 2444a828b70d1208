/** From names to files: folders, patterns, lists, endings; names that lead nowhere are refused. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { after, before, test } from 'node:test';
import { inputFiles, type DatasetNames } from '../../src/input/discover.js';
import { JuicerError } from '../../src/model/errors.js';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-discover-'));
after(() => fs.rmSync(dir, { recursive: true }));
before(() => {
  const files: Record<string, string | Uint8Array> = {
    'b.jsonl': '',
    'a.JSONL.gz': zlib.gzipSync(''),
    'deep/x.csv': '',
    'deep/er/y.parquet': '',
    'deep/z.arrow': '',
    'array.json': '[]',
    'lines.json': '\uFEFF \n{}',
    'notes.txt': '',
    'picture.png': '',
    '.hidden.jsonl': '',
    _SUCCESS: '',
    '.git/c.jsonl': '',
    'we[i]rd.jsonl': '',
  };
  for (const [name, bytes] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    fs.writeFileSync(path.join(dir, name), bytes);
  }
});

async function found(paths: string[], more: Partial<DatasetNames> = {}): Promise<string[]> {
  const names = paths.map((name) => path.resolve(dir, name));
  const specs = await inputFiles({ dataset_path: names, suffixes: [], text_files: 'file', ...more });
  return specs.map((s) => `${path.relative(dir, s.file)} ${s.format} ${s.packing}`);
}

const refused = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof JuicerError);
  assert.equal(error.code, 'E_INPUT_MISSING');
  assert.match(error.message, message);
  assert.ok(error.hint);
  return true;
};

test('a folder stands for all files below it that can be read, by their paths; hidden ones are passed over', async () => {
  assert.deepEqual(await found(['.']), [
    'a.JSONL.gz jsonl gzip',
    'array.json json none',
    'b.jsonl jsonl none',
    'deep/er/y.parquet jsonl parquet',
    'deep/x.csv csv none',
    'deep/z.arrow jsonl arrow',
    'lines.json jsonl none',
    'notes.txt document none',
    'we[i]rd.jsonl jsonl none',
  ]);
  assert.deepEqual(await found(['notes.txt'], { text_files: 'line' }), ['notes.txt lines none']);
});

test('patterns and lists keep the order of the names, and have each file once', async () => {
  assert.deepEqual(await found(['deep/**/*', 'b.jsonl', '*.jsonl']), [
    'deep/er/y.parquet jsonl parquet',
    'deep/x.csv csv none',
    'deep/z.arrow jsonl arrow',
    'b.jsonl jsonl none',
    'we[i]rd.jsonl jsonl none',
  ]);
  assert.deepEqual(
    await found(['we[i]rd.jsonl']),
    ['we[i]rd.jsonl jsonl none'],
    'a file goes before a pattern',
  );
});

test('suffixes choose among the files of folders and patterns', async () => {
  assert.deepEqual(await found(['.'], { suffixes: ['csv', '.jsonl.gz'] }), [
    'a.JSONL.gz jsonl gzip',
    'deep/x.csv csv none',
  ]);
});

test('what leads to no file is refused with what was looked for', async () => {
  await assert.rejects(found(['none.jsonl']), refused(/file \S+none\.jsonl does not exist/));
  await assert.rejects(found(['picture.png']), refused(/picture\.png has an ending that cannot be read/));
  await assert.rejects(found(['deep/*.png']), refused(/deep\/\*\.png has no files/));
  await assert.rejects(
    found(['deep'], { suffixes: ['.zst'] }),
    refused(/has no file that ends in \.zst, among 3/),
  );
  await assert.rejects(
    found(['.'], { suffixes: ['png'] }),
    refused(/picture\.png has an ending that cannot be read/),
  );
});
