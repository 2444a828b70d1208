import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrowRows } from '../../../src/storage/formats/arrow-rows.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import { parse } from '../../table/support.js';
import { arrow } from './forms.js';

/** The file of a table with some rows. */
function encoded(rows: number, batchRows: number | null): Promise<Uint8Array> {
  const lines = Array.from({ length: rows }, (_, i) => `${JSON.stringify({ text: `row ${i}`, n: i })}\n`);
  return tableCodec(arrow('lz4', batchRows)).encode(parse(lines.join('')).table);
}

for (const rows of [0, 1, 63, 64, 5000])
  for (const batchRows of [1000, 7, null])
    test(`an Arrow file of ${rows} rows in batches of ${batchRows ?? 'all'} tells so`, async () => {
      assert.equal(arrowRows(await encoded(rows, batchRows)), rows);
    });

test('bytes that are no whole Arrow file tell of no rows, however they are cut', async () => {
  const bytes = await encoded(50, 7);
  for (let length = 0; length < bytes.length; length += 7)
    assert.equal(arrowRows(bytes.subarray(0, length)), null);
  for (let start = 1; start < 12; start++) assert.equal(arrowRows(bytes.subarray(start)), null);
});

test('messages that make no sense tell of no rows, or of other ones, and never end in an endless walk', async () => {
  const whole = await encoded(50, 7);
  for (let at = 8; at < whole.length - 6; at++) {
    const bytes = Uint8Array.from(whole);
    bytes[at] = 0xff;
    const told = arrowRows(bytes);
    assert.ok(told === null || Number.isFinite(told));
  }
});
