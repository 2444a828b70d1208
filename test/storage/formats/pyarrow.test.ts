/** pyarrow reads equal values from every Parquet and Arrow file. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import { fileSchema } from '../../../src/storage/formats/file-schema.js';
import type { Column, Table } from '../../../src/table/column.js';
import { projectRoot } from '../../repo/project.js';
import { valuesOf } from '../../table/support.js';
import { FORMS, VALUES, hasCode } from './forms.js';

const PYTHON = process.env['JUICER_PYTHON'] ?? 'python3';
const READER = path.join(projectRoot(), 'test/storage/formats/pyarrow_reader.py');
const isThere = spawnSync(PYTHON, ['-c', 'import pyarrow']).status === 0;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-pyarrow-'));
after(() => fs.rmSync(dir, { recursive: true, force: true }));

/** The columns of a table as pyarrow should give them: in any order, as an engine may have one of its own. */
function expected(table: Table): Map<string, unknown[]> {
  return new Map(
    fileSchema(table).columns.map(({ stored, role, kind }, k) => {
      const values = table.batches.flatMap((b) => valuesOf(b.columns[k] as Column, b.rows));
      const isWhole = kind === 'int64' || kind === 'int32';
      const plain = isWhole ? values.map((v) => (v === null ? null : String(v))) : values;
      return [role === 'stat' ? `stats.${stored}` : stored, plain];
    }),
  );
}

for (const [name, form] of Object.entries(FORMS)) {
  if (form.format === 'jsonl') continue;
  const skip = isThere ? false : `${PYTHON} has no pyarrow (JUICER_PYTHON names another)`;
  test(`pyarrow reads equal values from ${name}`, { skip }, async () => {
    const files: string[] = [];
    const tables: Table[] = [];
    for (const table of Object.values(VALUES)) {
      const file = path.join(dir, `${name}-${files.length}.${form.format}`);
      try {
        fs.writeFileSync(file, await tableCodec(form).encode(table));
      } catch (error) {
        if (!hasCode(error, 'E_LIMIT')) throw error;
        continue;
      }
      files.push(file);
      tables.push(table);
    }
    const { stdout, stderr, status } = spawnSync(PYTHON, [READER, ...files], {
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    assert.equal(status, 0, stderr);
    const read = JSON.parse(stdout) as [string, unknown[]][][];
    tables.forEach((table, i) => assert.deepEqual(new Map(read[i]), expected(table)));
  });
}
