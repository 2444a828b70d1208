/** One recipe to every ending and to several files: what stands there, that it is verified, and what a next run leaves of it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openDataset } from '../../src/client/dataset.js';
import type { Manifest } from '../../src/model/artefacts.js';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, readJson } from './artefacts.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

const ROWS = 600;
const SHARD = 20_000;
const TEXT = 'A sentence that is long enough to be kept by the filter of this recipe, said once more. ';

/** Rows with a nested value, a list, an integer beyond 2^53, and a field of several kinds. */
function input(): string {
  const rows = Array.from({ length: ROWS }, (_, i) =>
    JSON.stringify({
      id: i,
      text: TEXT.repeat(1 + (i % 3)),
      meta: { tags: ['a', 'b'].slice(i % 3), score: i / 7 },
    }).replace(/}$/, `,"big":${9007199254740993n + BigInt(i)},"odd":${i % 2 === 0 ? i : `"${i}"`}}`),
  );
  return `${rows.join('\n')}\n`;
}

describe('an export', () => {
  let ws: Workspace;
  let server: StandingServer;
  let lines: string[];

  before(async () => {
    ws = workspace();
    lines = input().trimEnd().split('\n');
    ws.write('in.jsonl', input());
    ws.write(
      'recipe.yaml',
      'project_name: exports\ndataset_path: in.jsonl\nexport_path: out/result.jsonl\npartition_size: 200\n' +
        'process:\n  - text_length_filter: {min_len: 50}\n',
    );
    server = await standingServer(ws, {});
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  async function run(id: string, ...set: string[]): Promise<CommandResult> {
    const flags = set.flatMap((value) => ['--set', value]);
    const result = await ws.run(['run', 'recipe.yaml', '--id', id, ...flags]);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await checkRun(dirOf(id), { expectVerdict: 'done', expectRows: ROWS }), []);
    return result;
  }

  const dirOf = (id: string): string => ws.path(`outputs/exports/${id}`);
  const manifestOf = (id: string): Manifest => readJson<Manifest>(dirOf(id), 'metadata/manifest.json');
  const verify = (id: string): Promise<CommandResult> =>
    ws.run(['verify', `outputs/exports/${id}/metadata/manifest.json`]);

  for (const ending of ['jsonl.gz', 'jsonl.zst', 'csv', 'parquet', 'arrow']) {
    it(`to .${ending} has all rows, in order, as they were`, async () => {
      const id = ending.replace('.', '-');
      await run(id, `export_path=${ending}/rows.${ending}`);
      const dataset = openDataset(dirOf(id));
      assert.ok(dataset);
      let at = 0;
      for await (const row of dataset) assert.deepEqual(row, JSON.parse(lines[at++] ?? ''));
      assert.equal(at, ROWS);
      assert.match((await verify(id)).stdout, /^1 files are as the manifest says: 600 rows/);
    });
  }

  it('says which columns are JSON text, in the manifest, and in an event how many', () => {
    const widened = manifestOf('parquet').schema.fields.filter((field) => field.widened !== undefined);
    assert.deepEqual(
      widened.map(({ name, type }) => [name, type]),
      [
        ['meta', 'struct<tags: list<string>, score: double>'],
        ['odd', 'json'],
      ],
    );
    const warnings = eventsOf(dirOf('parquet')).filter((e) => e.event_type === 'WARNING');
    assert.match(warnings[0]?.message ?? '', /^2 of 5 columns of the export/);
  });

  it('in several files keeps the size and the order, and a next run leaves its own only', async () => {
    await run('small', `export_shard_size=${SHARD}`, 'export_stats=true', 'export_success_file=true');
    const { files, stats, generation } = manifestOf('small');
    const contents = files.map((file) => fs.readFileSync(file.path, 'utf8'));
    assert.equal(contents.join(''), input());
    for (const text of contents.slice(0, -1)) {
      const last = text.slice(0, -1).lastIndexOf('\n') + 1;
      assert.ok(text.length >= SHARD && last < SHARD, 'a file ends with the row with which it has the size');
    }
    assert.equal(stats?.rows, ROWS);
    assert.match(fs.readFileSync(stats?.path ?? '', 'utf8'), /^\{"__dj__stats__":\{"text_len":\d+\}\}\n/);
    assert.ok(fs.existsSync(ws.path('out/_SUCCESS')));
    ws.write('out/result-mine-00000-of-00001.jsonl', 'mine');

    await run('large', `export_shard_size=${SHARD * 4}`);
    const large = manifestOf('large');
    assert.ok(large.files.length < files.length && large.generation !== generation);
    const kept = ['_SUCCESS', '_result.jsonl.manifest.json', 'result-mine-00000-of-00001.jsonl'];
    assert.deepEqual(
      fs.readdirSync(ws.path('out')).sort(),
      [...kept, ...large.files.map((f) => path.basename(f.path))].sort(),
    );
  });

  it('of which one byte has changed is told by verify, which names the file', async () => {
    const file = manifestOf('large').files[1]?.path ?? '';
    const bytes = fs.readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    fs.writeFileSync(file, bytes);
    const result = await ws.run(['verify', 'out/_result.jsonl.manifest.json']);
    assert.equal(result.code, 1, result.stderr);
    assert.equal(result.stdout, `damaged    ${file}: the sha256 of the export differs from the manifest\n`);
  });

  it('to one file again leaves none of the several, and a folder has a file for each partition', async () => {
    await run('single');
    assert.deepEqual(fs.readdirSync(ws.path('out')).sort(), [
      '_SUCCESS',
      'result-mine-00000-of-00001.jsonl',
      'result.jsonl',
    ]);
    await run('folder', 'export_path=parts.parquet/');
    const { files } = manifestOf('folder');
    assert.deepEqual(
      files.map((file) => file.rows),
      [200, 200, 200],
    );
    assert.match(files[0]?.path ?? '', /parts\.parquet\/part-[0-9a-f]{8}-00000-of-00003\.parquet$/);
  });
});
