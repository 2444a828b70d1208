/** The rows of an export, read one after the other from a file that may be anything by now. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDataset, type Dataset, type Row } from '../../src/client/dataset.js';
import { writeJson } from '../../src/storage/json-file.js';
import { RUN_FILES } from '../../src/storage/layout.js';
import { localStore } from '../../src/storage/local-store.js';

let root: string;
let count = 0;

before(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-dataset-'));
});
after(() => fs.rmSync(root, { recursive: true }));

/** A run's folder whose manifest names a file of this text, and the file's path. */
function exported(text: string): { dataset: Dataset; file: string } {
  const dir = path.join(root, `run-${count++}`);
  const file = path.join(dir, 'out.jsonl');
  fs.mkdirSync(dir);
  fs.writeFileSync(file, text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const named = { path: file, sha256, rows: text.split('\n').length - 1, bytes: Buffer.byteLength(text) };
  writeJson(localStore(dir), RUN_FILES.manifest, {
    schema_version: 1,
    format: 'jsonl',
    rows: named.rows,
    files: [named],
  });
  const dataset = openDataset(dir);
  assert.ok(dataset);
  return { dataset, file };
}

async function collect(dataset: Dataset): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const row of dataset) rows.push(row);
  return rows;
}

describe('a dataset', () => {
  it('gives the rows in order, as often as they are asked for', async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({ id: i, text: 'ä'.repeat(i % 97) }));
    const { dataset, file } = exported(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    assert.deepEqual([dataset.rows, dataset.length, dataset.path], [3000, 3000, file]);
    assert.deepEqual(await collect(dataset), rows);
    assert.deepEqual(await collect(dataset), rows);
  });

  it('ends a row at a line feed only', async () => {
    const rows = [{ text: 'a\u2028b\u2029c\u0085d' }, { text: 'e\r' }];
    assert.deepEqual(
      await collect(exported(rows.map((r) => `${JSON.stringify(r)}\n`).join('')).dataset),
      rows,
    );
  });

  it('may be left in the middle, and may be empty', async () => {
    const { dataset } = exported('{"a":1}\n{"a":2}\n');
    for await (const row of dataset) {
      assert.deepEqual(row, { a: 1 });
      break;
    }
    assert.deepEqual(await collect(exported('').dataset), []);
  });

  it('is not there when the run has committed nothing', () => {
    const dir = path.join(root, 'nothing');
    fs.mkdirSync(dir);
    assert.equal(openDataset(dir), null);
  });

  it('is refused when its file is missing, of another size, damaged or another one, and no row is quoted', async () => {
    const text = '{"text":"secret"}\n{"text":"secret"}\n';
    const cases: [string, (file: string) => void, RegExp][] = [
      ['missing', (file) => fs.rmSync(file), /out\.jsonl is missing/],
      ['size', (file) => fs.appendFileSync(file, '{}\n'), /has 39 bytes instead of 36/],
      ['line', (file) => fs.writeFileSync(file, text.replace(/}\n$/, ']\n')), /out\.jsonl:2 is no JSON/],
      ['digest', (file) => fs.writeFileSync(file, text.replace('secret', 'secreT')), /has another sha256/],
    ];
    for (const [name, damage, message] of cases) {
      const { dataset, file } = exported(text);
      damage(file);
      await assert.rejects(collect(dataset), (error: Error & { code?: string }) => {
        assert.equal(error.code, 'E_CHECKPOINT', name);
        assert.match(error.message, message);
        assert.doesNotMatch(`${error.message} ${String(error.cause)}`, /secret/);
        return true;
      });
    }
  });
});
