/** Files of columns as pyarrow and DuckDB write them: every type, codec and page version has the same rows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { BrokenContent, chunksOf } from '../../src/input/chunks.js';
import { formatOf } from '../../src/input/formats.js';
import { projectRoot } from '../repo/project.js';

const FIXTURES = path.join(projectRoot(), 'test/input/fixtures');
const expected = fs.readFileSync(path.join(FIXTURES, 'columnar.expected.jsonl'), 'utf8');
const files = fs.readdirSync(FIXTURES).filter((name) => /\.(parquet|arrows?)$/.test(name));
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-columnar-'));
after(() => fs.rmSync(dir, { recursive: true }));

/** The content of a file, in order; offsets follow each other without a gap. */
async function content(file: string): Promise<string> {
  const packing = formatOf(file, 'file')?.packing ?? 'none';
  const parts: string[] = [];
  let end = 0;
  for await (const { bytes, at } of chunksOf(file, packing)) {
    assert.equal(at, end);
    end += bytes.length;
    parts.push(bytes.toString());
  }
  return parts.join('');
}

describe('files that pyarrow wrote', () => {
  it('are there for each codec and page version', () => {
    assert.equal(files.filter((name) => name.endsWith('.parquet')).length, 12);
    assert.equal(files.length, 16);
  });

  for (const name of files)
    it(`${name} has the rows that were written`, async () => {
      assert.equal(await content(path.join(FIXTURES, name)), expected);
    });

  it('are told to be damaged when they are cut off, empty or something else, after the rows that are whole', async () => {
    for (const name of ['columnar.snappy.v1.parquet', 'columnar.uncompressed.arrow', 'columnar.lz4.arrow']) {
      const whole = fs.readFileSync(path.join(FIXTURES, name));
      const file = path.join(dir, name);
      for (const bytes of [
        whole.subarray(0, whole.length / 2),
        whole.subarray(0, -1),
        Buffer.alloc(0),
        Buffer.from('something else'),
      ]) {
        fs.writeFileSync(file, bytes);
        await assert.rejects(content(file), BrokenContent, `${name}, ${bytes.length} bytes`);
      }
    }
  });
});

describe('Parquet that DuckDB wrote', () => {
  for (const codec of ['snappy', 'zstd', 'gzip', 'lz4_raw', 'brotli'])
    it(`${codec}: has the rows that were written`, async () => {
      const file = path.join(dir, `${codec}.parquet`);
      const rows = 10_000;
      const query = `SELECT i AS id, 'text ' || i AS text, [i, NULL] AS l, {'a': i, 'b': 'x' || i} AS s FROM range(${rows}) t(i)`;
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(
        `COPY (${query}) TO '${file}' (FORMAT parquet, COMPRESSION ${codec}, ROW_GROUP_SIZE 2048)`,
      );
      connection.closeSync();
      instance.closeSync();
      const row = (i: number): string =>
        `{"id":${i},"text":"text ${i}","l":[${i},null],"s":{"a":${i},"b":"x${i}"}}\n`;
      assert.equal(await content(file), Array.from({ length: rows }, (_, i) => row(i)).join(''));
    });
});
