/** A run in which one row becomes several: the ledger closes, and all promises hold. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { runDirOf } from './artefacts.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

const ROWS = 100;
const RECIPE = `project_name: chunks
dataset_path: in.jsonl
export_path: out.jsonl
partition_size: 30
process:
  - text_chunk_mapper: {split_pattern: ';'}
  - text_length_filter: {min_len: 3}
`;

describe('a run that cuts texts into chunks', () => {
  let w: Workspace;
  let result: CommandResult;

  before(async () => {
    w = workspace();
    const row = (i: number): string => JSON.stringify({ text: `row ${i};x;again ${i}`, i });
    w.write('in.jsonl', Array.from({ length: ROWS }, (_, i) => `${row(i)}\n`).join(''));
    w.write('recipe.yaml', RECIPE);
    result = await w.run(['run', 'recipe.yaml', '--id', 'chunks']);
    assert.equal(result.code, 0, result.stderr);
  });
  after(() => w.remove());

  it('has the chunks in the order of the texts, with their fields', () => {
    const wanted = Array.from({ length: ROWS }, (_, i) => [
      { text: `row ${i}`, i },
      { text: `again ${i}`, i },
    ]);
    assert.equal(w.read('out.jsonl'), wanted.flat().map((row) => `${JSON.stringify(row)}\n`).join('')); // prettier-ignore
  });

  it('counts what was added, and keeps every promise', async () => {
    assert.match(result.stdout, /100 in, 200 kept, 100 rejected, 0 quarantined, 200 added/);
    assert.deepEqual(await checkRun(runDirOf(result)), []);
  });

  it('tells the fate of a row by the first of those that were made of it', async () => {
    const fate = await w.run(['inspect', 'chunks', 'row', '--id', '5', '-o', 'json']);
    assert.equal(fate.code, 0, fate.stderr);
    assert.match(fate.stdout, /"text": "row 5"/);
  });
});
