/** Runs with an own op in TypeScript that imports a local file and a package: allowed, refused, killed, resumed, changed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kill } from '../faults/kill.js';
import { assertEnded, exportSha256, release, struck, withFaults } from '../faults/support.js';
import { workspace, type Workspace } from './support.js';

const [DONE, USAGE, REFUSED] = [0, 2, 6];
const ALLOWED = { JUICER_ALLOW_CODE: 'true' };
const ROWS = 240;

const FILTER = `import { defineFilter, z, type RowView } from 'durable-juicer/ops';
import { count } from 'letter-kit';
import { LETTER } from './letter-name.js';
export const op = defineFilter({
  name: 'letter_filter', summary: 'Keeps texts with enough of a letter.', version: 1,
  params: z.strictObject({ min: z.int().default(1).describe('least number') }),
  stats: () => ({ letters: 'int64' }),
  measure: (row: RowView) => ({ letters: count(row.text, LETTER) }),
  keep: ({ letters }, { min }) => Number(letters) >= min,
  examples: [{ before: 'none', after: { keep: false, stats: {} } }],
});
`;

const RECIPE = `project_name: seed
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: 20
retry: {initial_interval: 0.1s}
custom_operator_paths: [ops/letter.ts]
process:
  - js_lambda_mapper: {lambda_str: "(row) => ({ ...row, n: row.text.length })", fields: [n]}
  - letter_filter: {min: 2}
`;

function ownWorkspace(): Workspace {
  const w = workspace();
  const lines = Array.from({ length: ROWS }, (_, i) =>
    JSON.stringify({ text: `${'ab'.repeat(i % 5)} ${i}` }),
  );
  w.write('in.jsonl', `${lines.join('\n')}\n`);
  w.write('node_modules/letter-kit/package.json', '{"name":"letter-kit","main":"main.js"}');
  w.write(
    'node_modules/letter-kit/main.js',
    'exports.count = (text, letter) => text.split(letter).length - 1;',
  );
  w.write('recipe.yaml', RECIPE);
  return w;
}

/** The file of a run that holds the code of its own op. */
function codeFile(w: Workspace, id: string): string {
  const folder = w.path(`outputs/seed/${id}/metadata/code`);
  const [name = ''] = fs.readdirSync(folder);
  return path.join(folder, name);
}

describe('a run with own ops', () => {
  let w: Workspace;
  let calm = '';

  before(async () => {
    w = ownWorkspace();
    setLetter('a');
    assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'calm', '--allow-code']), DONE);
    calm = exportSha256(w);
  });
  after(() => w.remove());

  function setLetter(letter: string): void {
    w.write('ops/letter.ts', FILTER);
    w.write('ops/letter-name.ts', `export const LETTER: string = '${letter}';\n`);
  }

  it('keeps what its op keeps, with the fields that the function sets', () => {
    const rows = w.read('out/result.jsonl').trimEnd().split('\n');
    assert.equal(rows.length, (ROWS / 5) * 3);
    assert.deepEqual(JSON.parse(rows[0] ?? ''), { text: 'abab 2', n: 6 });
  });

  it('is refused where code is not allowed, before anything is written', async () => {
    for (const command of ['run', 'plan', 'validate']) {
      const result = await w.run([command, 'recipe.yaml']);
      assertEnded(result, USAGE);
      assert.match(result.stderr, /recipe\.yaml:6:1: custom_operator_paths: .*--allow-code/);
      assert.match(result.stderr, /recipe\.yaml:8:5: js_lambda_mapper: .*--allow-code/);
    }
    assert.deepEqual(fs.readdirSync(w.path('outputs/seed')), ['calm']);
  });

  it('goes on with the same code when its worker is killed, whatever the files say by then', async () => {
    const faults = [{ name: 'dead', point: 'op.start', match: 'partition_7/op_1', action: 'kill' as const }];
    const env = { ...ALLOWED, ...withFaults(w, faults) };
    const run = w.start(['run', 'recipe.yaml', '--id', 'killed'], env);
    await struck(w, 'dead');
    setLetter('b');
    const result = await run.done;
    setLetter('a');
    assertEnded(result, DONE);
    assert.match(result.stderr, /worker \d+ died/);
    assert.equal(exportSha256(w), calm);
  });

  it('takes over checkpoints of the same code, and none of another', async () => {
    const planned = async (): Promise<string> => {
      const result = await w.run(['plan', 'recipe.yaml', '--reuse', 'calm'], ALLOWED);
      assertEnded(result, DONE);
      return result.stdout;
    };
    const same = await planned();
    setLetter('b');
    const changed = await planned();
    setLetter('a');
    assert.match(same, /reuse 12 of 12 partitions/);
    assert.match(changed, /op 1 letter_filter: its code has changed/);
  });

  it('is another recipe once its code has changed', async () => {
    setLetter('b');
    const result = await w.run(['run', 'recipe.yaml', '--id', 'calm'], ALLOWED);
    setLetter('a');
    assertEnded(result, REFUSED);
    assert.match(result.stderr, /another recipe: custom_operator_paths\..*letter\.ts: "[0-9a-f]{12}" → "/);
  });

  it('fails where its worker allows no code, and is finished by one that does', async () => {
    const faults = [{ name: 'held', point: 'op.start', match: 'partition_5/op_1', action: 'hold' as const }];
    const run = w.start(['run', 'recipe.yaml', '--id', 'stopped'], { ...ALLOWED, ...withFaults(w, faults) });
    await struck(w, 'held');
    kill(run.process.pid, 'SIGKILL');
    await run.done;
    release(w, 'held');
    fs.renameSync(w.path('ops'), w.path('gone'));
    const refused = await w.run(['resume', 'stopped']);
    assert.match(refused.stdout + refused.stderr, /this process runs none/);
    assert.notEqual(refused.code, DONE);
    assert.match((await w.run(['status', 'stopped'])).stdout, /failed/);

    const file = codeFile(w, 'stopped');
    const code = fs.readFileSync(file);
    fs.writeFileSync(file, Buffer.concat([code, Buffer.from('\n')]));
    const damaged = await w.run(['resume', 'stopped'], ALLOWED);
    assert.match(damaged.stdout + damaged.stderr, /is not what the run was started with: its sha256 differs/);
    fs.writeFileSync(file, code);
    assertEnded(await w.run(['resume', 'stopped', '--allow-code']), DONE);
    fs.renameSync(w.path('gone'), w.path('ops'));
    assert.equal(exportSha256(w), calm);
  });

  it('can be looked into by those who allow its code', async () => {
    const look = ['inspect', 'calm', 'row', '--id', '0', '-o', 'json'];
    const told = await w.run(look, ALLOWED);
    assertEnded(told, DONE);
    assert.match(told.stdout, /"letter_filter"/);
    assert.match(told.stdout, /"letters": ?0/);
    assertEnded(await w.run(look), DONE);
    const analysis = await w.run(['analyze', 'recipe.yaml', '--allow-code', '-o', 'json']);
    assertEnded(analysis, DONE);
    assert.match(analysis.stdout, /"letters"/);
  });
});
