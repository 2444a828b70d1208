/** The place of a row is that of the scan and the parser, whatever stands between the rows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { locateRows } from '../../src/input/locate.js';
import { sourceRows } from '../../src/input/source-rows.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';
import { scannedJsonl } from './scanned.js';

test('rows are found where the parser met them: byte order mark, CRLF, blank lines, lines of other spaces', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-locate-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'in.jsonl');
  // Every line is broken, so that the parser tells the place of each.
  const content = Buffer.from('\uFEFFa\r\n \t\r\n\u00a0\n\n\u3000\r\nb\n\f\n\uFEFF\nc');
  fs.writeFileSync(file, content);
  const [cut] = scannedJsonl(file, { rows: 100, bytes: 1000 }).partitions;
  assert.ok(cut);
  const partition = { id: 0, ...cut, path: '' };
  const options = { contents: null, textKey: 'text' };
  const source = await sourceRows(partition, options);
  const { bad } = parseJsonl(source.bytes, { textKey: 'text', rowStart: 0 });
  assert.equal(bad.length, partition.rows);
  assert.equal(bad.length, 7);
  const rows = bad.map((b) => b.row);
  const places = bad.map((b) => [b.row, source.placeOf(b.line, b.byteOffset)] as const);
  assert.deepEqual([...(await locateRows(partition, rows, options))], places);
  for (const [, { line, byte_offset }] of places) {
    const before = content.subarray(0, byte_offset).toString('latin1');
    assert.equal(before.split('\n').length, line);
    assert.ok(before === '\u00ef\u00bb\u00bf' || before.endsWith('\n'));
  }
});
