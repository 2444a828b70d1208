/** The place of a row is that of the scan and the parser, whatever stands between the rows. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { locateRows } from '../../src/input/locate.js';
import { scanJsonl } from '../../src/input/scan.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';

test('rows are found where the parser met them: byte order mark, CRLF, blank lines, lines of other spaces', (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-locate-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'in.jsonl');
  // Every line is broken, so that the parser tells the place of each.
  const bytes = Buffer.from('\uFEFFa\r\n \t\r\n\u00a0\n\n\u3000\r\nb\n\f\n\uFEFF\nc');
  fs.writeFileSync(file, bytes);
  const [range] = scanJsonl(file, { rows: 100, bytes: 1000 }, () => undefined);
  assert.ok(range);
  const source = {
    file,
    byte_start: range.byteStart,
    byte_end: range.byteEnd,
    row_start: range.rowStart,
    row_end: range.rowStart + range.rows,
    line_start: range.lineStart,
  };
  const { bad } = parseJsonl(bytes, { textKey: 'text', rowStart: 0, fileStart: true });
  assert.equal(bad.length, range.rows);
  assert.equal(bad.length, 7);
  assert.deepEqual(
    [
      ...locateRows(
        [source],
        bad.map((b) => b.row),
      ),
    ],
    bad.map((b) => [b.row, { file, line: b.line + 1, byte_offset: b.byteOffset }]),
  );
});
