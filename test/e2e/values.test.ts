/** Values survive (P12): a field that no op writes leaves as it came, whatever it holds. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { lasting, members, type Member } from './json-members.js';
import { PROJECT_ROOT, workspace, type CommandResult, type Workspace } from './support.js';

const SAMPLE = path.join(PROJECT_ROOT, 'samples/multilingual.jsonl');
/** What the mapper may take away or put in: spaces of all kinds, and what it takes for one. */
const SPACES = /[\s\x1c-\x1f\u0084\u0085\u200b-\u200d\u2060\ufffc]/g;

describe('the values of the sample', () => {
  let ws: Workspace;
  let result: CommandResult;
  const input = fs.readFileSync(SAMPLE, 'utf8').trimEnd().split('\n').map(members).filter(hasText);
  let output: Member[][];

  before(async () => {
    ws = workspace();
    ws.write(
      'recipe.yaml',
      `project_name: values
dataset_path: ${SAMPLE}
export_path: out/result.jsonl
partition_size: 60
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 0}
`,
    );
    result = await ws.run(['run', 'recipe.yaml']);
    output = ws.read('out/result.jsonl').trimEnd().split('\n').map(members);
  });
  after(() => ws.remove());

  it('come through a run that keeps the promises; the two rows without a text are quarantined', async () => {
    assert.equal(result.code, 3, result.stderr);
    assert.deepEqual(await checkRun(ws.runDir('values'), { expectRows: input.length }), []);
    assert.match(result.stdout, /385 in, 383 kept, 0 rejected, 2 quarantined/);
  });

  it('keep their fields in order, missing ones missing and repeated ones repeated', () => {
    assert.deepEqual(
      output.map((row) => row.map((m) => m.key)),
      input.map((row) => row.map((m) => m.key)),
    );
  });

  it('leave as they came in every field that no op writes', () => {
    for (const [i, row] of input.entries()) {
      const id = row[0]?.value;
      const text = lastText(row);
      for (const [k, member] of row.entries()) {
        if (k === text) continue;
        const left = output[i]?.[k];
        assert.ok(left);
        assert.deepEqual(lasting(left), lasting(member), `row ${id}: ${member.key}`);
      }
    }
  });

  it('keep what is hard to keep', () => {
    const values = (id: number, key: string): string[] =>
      (output.find((row) => row[0]?.value === String(id)) ?? [])
        .filter((m) => m.key === key)
        .map((m) => m.value);
    assert.deepEqual(values(2002, 'n'), ['9007199254740993']);
    assert.deepEqual(values(2003, 'm'), ['123456789012345678901234567890']);
    assert.deepEqual(values(2004, 'n'), ['1']);
    assert.deepEqual(values(2005, 'n'), ['1.0']);
    assert.deepEqual(values(2006, 'm'), ['-0.0']);
    assert.deepEqual(values(2008, 'note'), ['null']);
    assert.deepEqual(values(2009, 'note'), []);
    assert.deepEqual(values(2022, 'note'), ['"first"', '"second"']);
    assert.deepEqual(values(2023, 'note'), ['{"k": 1, "k": 2}']);
    assert.deepEqual(values(2025, '__dj__stats__'), ['{"text_len": -1}']);
    assert.equal(JSON.parse(values(2029, 'note')[0] ?? ''), '\ud800');
    assert.deepEqual(values(2029, '\udfff'), ['"key is a lone surrogate"']);
  });

  it('change in the text by spaces only, lone surrogates and NUL included', () => {
    const bare = (row: Member[] | undefined): string =>
      (JSON.parse(row?.[lastText(row)]?.value ?? '""') as string).replace(SPACES, '');
    for (const [i, row] of input.entries()) assert.equal(bare(output[i]), bare(row), row[0]?.value);
  });
});

/** Index of the text that counts: the last one. */
function lastText(row: Member[]): number {
  return row.findLastIndex((m) => m.key === 'text');
}

function hasText(row: Member[]): boolean {
  return row[lastText(row)]?.value.startsWith('"') === true;
}
