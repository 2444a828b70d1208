/** One row on which an op always throws costs that row and nothing else, however many rows stand beside it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { workspace, type Workspace } from '../e2e/support.js';
import { assertEnded, DONE, runDir, withFaults } from './support.js';

const ROWS = 200_000;
const BAD = 131_071;
const RECIPE = `project_name: seed
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: 50000
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 1}
`;

let w: Workspace;
before(() => {
  w = workspace();
  const lines = Array.from({ length: ROWS }, (_, i) => `{"id":${i},"text":"the row number ${i}."}\n`);
  w.write('in.jsonl', lines.join(''));
  w.write('recipe.yaml', RECIPE);
});
after(() => w.remove());

it('one op that always throws on one row of 200,000 leaves 199,999 and one quarantined row', async () => {
  const fault = { point: 'op.row', match: `number ${BAD}.`, action: 'throw-foreign' as const };
  const result = await w.run(['run', 'recipe.yaml', '--id', 'bad'], withFaults(w, [fault]));
  assertEnded(result, DONE);
  assert.match(result.stdout, /^rows +200000 in, 199999 kept, 0 rejected, 1 quarantined$/m);
  const dir = runDir(w, 'bad');
  const quarantined = fs.readdirSync(`${dir}/quarantine`).flatMap((name) =>
    fs
      .readFileSync(`${dir}/quarantine/${name}`, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
  assert.deepEqual(
    quarantined.map(({ row, op, reason, source }) => ({ row, op, reason, source })),
    [
      {
        row: BAD,
        op: 'whitespace_normalization_mapper',
        reason: 'op_threw',
        source: {
          file: fs.realpathSync(w.path('in.jsonl')),
          line: BAD + 1,
          byte_offset: byteOffset(BAD),
        },
      },
    ],
  );
  const ids = fs.readFileSync(w.path('out/result.jsonl'), 'utf8').trimEnd().split('\n');
  assert.equal(ids.length, ROWS - 1);
  assert.deepEqual(await checkRun(dir, { expectRows: ROWS - 1, expectVerdict: 'done' }), []);
});

function byteOffset(row: number): number {
  let bytes = 0;
  for (let i = 0; i < row; i++) bytes += `{"id":${i},"text":"the row number ${i}."}\n`.length;
  return bytes;
}
