import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParquetEngine } from '../../../src/model/file-form.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import { footerRows } from '../../../src/storage/formats/footer.js';
import { parseJsonl } from '../../../src/table/from-jsonl.js';

const ENGINES: ParquetEngine[] = ['parquet-wasm', 'parquetjs-lite'];

/** The file of a table with some rows. */
function encoded(engine: ParquetEngine, rows: number): Promise<Uint8Array> {
  const lines = Array.from({ length: rows }, (_, i) => `${JSON.stringify({ text: `row ${i}`, n: i })}\n`);
  const options = { textKey: 'text', rowStart: 0, fileStart: true, onProgress: () => undefined };
  const { table } = parseJsonl(Buffer.from(lines.join('')), options);
  return tableCodec({ format: 'parquet', engine, compression: 'snappy' }).encode(table);
}

for (const engine of ENGINES) {
  for (const rows of [0, 1, 63, 64, 5000]) {
    test(`the footer of a file of ${rows} rows by ${engine} tells so`, async () => {
      assert.equal(footerRows(await encoded(engine, rows)), rows);
    });
  }
}

test('bytes without a footer have no rows, however they are cut', async () => {
  const bytes = await encoded('parquet-wasm', 20);
  for (let length = 0; length < bytes.length; length += 7)
    assert.equal(footerRows(bytes.subarray(0, length)), null);
  for (let start = 1; start < 12; start++) assert.equal(footerRows(bytes.subarray(start)), null);
});

test('a footer that makes no sense gives no rows instead of an endless walk', async () => {
  const bytes = Buffer.from(await encoded('parquet-wasm', 20));
  const length = bytes.readUInt32LE(bytes.length - 8);
  bytes.fill(0xff, bytes.length - 8 - length, bytes.length - 8);
  assert.equal(footerRows(bytes), null);
});
