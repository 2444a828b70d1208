/** What the tests of exports share: rows put into a file of a format, in a folder of their own. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { columnsOf, manifestFields } from '../../src/export/columns.js';
import { openExport } from '../../src/export/open.js';
import { exportedRows, type ExportSchema } from '../../src/export/read-back.js';
import { Survey } from '../../src/export/survey.js';
import type { ExportColumn, ExportFormat } from '../../src/model/export.js';
import { localStore } from '../../src/storage/local-store.js';

export const FORMATS: readonly ExportFormat[] = ['jsonl', 'jsonl.gz', 'jsonl.zst', 'csv', 'parquet', 'arrow'];

/** A folder that goes when the test process ends. */
export function folder(): string {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-export-'));
  process.once('exit', () => fs.rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A file that was written, and what is known of its columns. */
export interface Written {
  file: string;
  columns: ExportColumn[];
  schema: ExportSchema;
}

/** Writes lines of JSON as a file of a format; `step` is how many bytes of whole lines are handed over at a time. */
export async function write(
  dir: string,
  format: ExportFormat,
  lines: readonly string[],
  step = Infinity,
): Promise<Written> {
  const survey = new Survey();
  const typed = !format.startsWith('jsonl');
  const parts = handedOver(lines, step);
  if (typed) for (const part of parts) survey.add(part);
  const columns = typed
    ? columnsOf(survey, { format: format === 'csv' ? 'csv' : 'columns', textKey: 'text' })
    : [];
  const name = `rows-${process.hrtime.bigint()}.${format}`;
  const out = localStore(dir).writer(name);
  const writer = (await openExport(format, columns))(out);
  for (const part of parts) await writer.write(part);
  await writer.end();
  out.commit('replace');
  const fields = manifestFields(columns);
  return { file: path.join(dir, name), columns, schema: { format, schema: { fields } } };
}

function handedOver(lines: readonly string[], step: number): Buffer[] {
  const parts: string[] = [''];
  for (const line of lines) {
    if ((parts.at(-1) ?? '').length >= step) parts.push('');
    parts[parts.length - 1] += `${line}\n`;
  }
  return parts.filter((part) => part !== '').map((part) => Buffer.from(part));
}

/** The rows of a file, as our own reader has them. */
export async function rowsOf({ file, schema }: Written): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of exportedRows(file, schema)) rows.push(row);
  return rows;
}
