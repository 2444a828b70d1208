/** The tables of docs/formats.md are what the codecs do. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { test } from 'node:test';
import { compressionsOf, fileEnding, type FileForm } from '../../src/model/file-form.js';
import { readText } from '../repo/project.js';
import { FORMS, VALUES, arrow, hasCode, jsonl, parquet, roundTrip } from '../storage/formats/forms.js';
import { contents } from '../table/support.js';

const COLUMNS: Readonly<Record<string, FileForm>> = {
  'parquet (parquet-wasm)': parquet('parquet-wasm'),
  'parquet (parquetjs-lite)': parquet('parquetjs-lite'),
  arrow: arrow(),
  jsonl: jsonl(),
};

/** The table between two marks of the page. */
function told(name: string): string {
  const [, after] = readText('docs/formats.md').split(`<!-- ${name} -->\n`);
  assert.ok(after !== undefined, `no mark "${name}"`);
  return (after.split('\n<!-- end -->')[0] ?? '').trim();
}

function table(header: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

test('the page says of every kind of value what becomes of it in every format', async () => {
  const rows: string[][] = [];
  for (const [kind, rowsOfKind] of Object.entries(VALUES)) {
    const cells = Object.values(COLUMNS).map(async (form) => {
      try {
        return isDeepStrictEqual(contents(await roundTrip(rowsOfKind, form)), contents(rowsOfKind))
          ? 'kept'
          : 'altered';
      } catch (error) {
        if (!hasCode(error, 'E_LIMIT')) throw error;
        return 'refused';
      }
    });
    rows.push([kind, ...(await Promise.all(cells))]);
  }
  assert.equal(told('values'), table(['Values', ...Object.keys(COLUMNS)], rows));
});

test('the page says which format takes which compression, and how its files are named', () => {
  const rows = Object.entries(COLUMNS).map(([name, form]) => {
    const endings = compressionsOf(form).map((compression) => fileEnding({ ...form, compression }));
    return [name, compressionsOf(form).join(', '), [...new Set(endings)].map((e) => `\`${e}\``).join(', ')];
  });
  assert.equal(told('compressions'), table(['Format', 'Compressions, the usual one first', 'Ending'], rows));
});

test('the suite goes over every compression of every format', () => {
  const had = new Set(Object.values(FORMS).map((f) => [f.format, f.engine, f.compression].join()));
  for (const form of Object.values(COLUMNS))
    for (const compression of compressionsOf(form))
      assert.ok(had.has([form.format, form.engine, compression].join()), `${form.format} ${compression}`);
});
