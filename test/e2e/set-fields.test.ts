/** Ops that set fields, in runs: the same bytes whatever the partitions and passes, and columns of their own in a Parquet export. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { checkRun } from '../checker/check-run.js';
import { runDirOf } from './artefacts.js';
import { workspace, type Workspace } from './support.js';

const ROWS = 60;
const figure = (i: number): string =>
  `\\begin{figure}\\includegraphics{${i}.png}\\caption{C ${i}}\\label{c}\\end{figure}\n\nSee \\ref{c}.`;
const table = (i: number): string => `<table><tr><th>h</th></tr><tr><td>${i}</td><td>x</td></tr></table>`;

/** Rows of every kind: with a field of the name that is set, with a key twice, without a figure. */
function line(i: number): string {
  const text = i % 5 === 0 ? `<p>no figure ${i}</p>` : figure(i) + table(i);
  if (i % 7 === 3) return `{"text":${JSON.stringify(text)},"k":${i},"k":"last ${i}"}`;
  return JSON.stringify(
    i % 4 === 0 ? { id: i, text, __dj__meta__: { lang: 'en' } } : { text, images: 'old', id: i },
  );
}

describe('ops that set fields', () => {
  let w: Workspace;
  before(() => {
    w = workspace();
    const lines = Array.from({ length: ROWS }, (_, i) => `${line(i)}\n`);
    w.write('in.jsonl', lines.join(''));
    // A struct cannot tell a missing member from one that is null: with some of these the column is JSON.
    w.write('alike.jsonl', lines.filter((row) => !row.includes('__dj__meta__')).join(''));
  });
  after(() => w.remove());

  async function exported(file: string, more: string, input = 'in.jsonl'): Promise<string> {
    const name = path.parse(file).name;
    w.write(
      `${name}.yaml`,
      `project_name: ${name}
dataset_path: ${input}
export_path: ${file}
${more}
process:
  - extract_tables_from_html_mapper:
  - latex_figure_context_extractor_mapper:
  - clean_html_mapper:
`,
    );
    const result = await w.run(['run', `${name}.yaml`]);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
    return file;
  }

  it('give rows with these fields, the same by any partitions, in one pass or several', async () => {
    const small = w.read(await exported('out/small.jsonl', 'partition_size: 7'));
    const fused = w.read(await exported('out/fused.jsonl', 'partition_size: 1000\nop_fusion: true'));
    assert.equal(fused, small);
    const rows = small.trimEnd().split('\n');
    assert.equal(rows.length, (ROWS * 4) / 5);
    assert.deepEqual(JSON.parse(rows[0] ?? ''), {
      text: `${figure(1)}h1x`,
      images: ['1.png'],
      id: 1,
      __dj__meta__: { html_tables: [[['h'], ['1', 'x']]] },
      caption: 'C 1',
      label: 'c',
      citing_paragraphs: [`See \\ref{c}.${table(1)}`],
      parent_caption: '',
      parent_label: '',
    });
    const twice = rows.find((row) => row.includes('"k":3,"k":"last 3","__dj__meta__":'));
    assert.ok(twice, 'what a row that is kept raw has is spelt as it was');
    const { __dj__meta__: tags } = JSON.parse(rows[3] ?? '') as Record<string, unknown>;
    assert.deepEqual(tags, { lang: 'en', html_tables: [[['h'], ['4', 'x']]] });
  });

  it('give typed columns of their own in Parquet', async () => {
    const file = w.path(await exported('out/columns.parquet', 'partition_size: 7', 'alike.jsonl'));
    const connection = await (await DuckDBInstance.create()).connect();
    const shown = await connection.runAndReadAll(`describe select * from '${file}'`);
    const types = Object.fromEntries(shown.getRowsJson().map(([name, type]) => [String(name), String(type)]));
    assert.match(types['__dj__meta__'] ?? '', /html_tables VARCHAR\[\]\[\]\[\]/);
    assert.deepEqual([types['citing_paragraphs'], types['caption']], ['VARCHAR[]', 'VARCHAR']);
    connection.closeSync();
  });
});
