/** Formats of files and their settings, each seen in the files; the export is the same whatever they are. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { RecordBatchReader } from 'apache-arrow';
import type { CheckpointRecord } from '../../src/model/checkpoint.js';
import { registerArrowCodecs } from '../../src/storage/formats/arrow-codecs.js';
import { checkRun } from '../checker/check-run.js';
import { hasStruck, withFaults } from '../faults/support.js';
import { eventsOf, filesBelow, readJson, runDirOf, runIdOf } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type Workspace } from './support.js';

const PARTITIONS = 5;
/** The worker dies as it writes the result of a partition in another form than its checkpoints. */
const KILL = {
  name: 'convert',
  point: 'commit.before',
  match: 'results/partition_000002_processed.jsonl.zst',
  action: 'kill' as const,
};

describe('storage_format', () => {
  let ws: Workspace;
  let server: StandingServer;

  before(async () => {
    await registerArrowCodecs();
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    server = await standingServer(ws, withFaults(ws, [KILL]));
    await run('parquet', '');
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  /** Runs the recipe with further keys and holds its export against that of the first run. */
  async function run(name: string, more: string): Promise<{ dir: string; id: string }> {
    ws.write(`${name}.yaml`, recipeWith(name, more));
    const result = await ws.run(['run', `${name}.yaml`]);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
    assert.equal(ws.read(`out/${name}.jsonl`), ws.read('out/parquet.jsonl'));
    return { dir: runDirOf(result), id: runIdOf(result) };
  }

  /** Names of the files of rows, without what leads to them and without their stem. */
  function endings(dir: string, folder: string): string[] {
    const names = filesBelow(path.join(dir, folder), '').filter((name) => !name.endsWith('.json'));
    return [...new Set(names.map((name) => path.basename(name).replace(/^[^.]*/, '')))];
  }

  const recordOf = (dir: string): CheckpointRecord =>
    readJson<CheckpointRecord>(
      dir,
      'checkpoints/partition_000001/op_000_whitespace_normalization_mapper.json',
    );

  it('arrow: every file is one, in compressed record batches of arrow_batch_size rows', async () => {
    const { dir } = await run('arrow', 'storage_format: arrow\nperformance: {arrow_batch_size: 16}');
    for (const folder of ['partitions', 'checkpoints', 'results'])
      assert.deepEqual(endings(dir, folder), ['.arrow']);
    const { format, engine, compression, file } = recordOf(dir);
    assert.deepEqual([format, engine, compression], ['arrow', null, 'lz4']);
    assert.deepEqual(batchesOf(path.join(dir, file)), { rows: [16, 16, 16, 12], compressed: true });
  });

  it('arrow with use_arrow_batches and enable_compression false: one record batch, compressed by nothing', async () => {
    const off = 'performance: {use_arrow_batches: false, enable_compression: false}';
    const { dir } = await run('plain', `storage_format: arrow\n${off}`);
    const { compression, file } = recordOf(dir);
    assert.equal(compression, 'none');
    assert.deepEqual(batchesOf(path.join(dir, file)), { rows: [60], compressed: false });
  });

  it('jsonl: every row is a line of JSON that anybody can read', async () => {
    const { dir } = await run('lines', 'storage_format: jsonl\ncheckpoint: {compression: gzip}');
    for (const folder of ['partitions', 'checkpoints', 'results'])
      assert.ok(endings(dir, folder).includes('.jsonl.gz'), folder);
    const file = path.join(dir, 'partitions/partition_000001.jsonl.gz');
    const rows = gunzipSync(fs.readFileSync(file)).toString().trimEnd().split('\n').slice(1);
    const given = proseLines().split('\n').slice(60, 120);
    const texts = (lines: string[]): unknown[] =>
      lines.map((line) => (JSON.parse(line) as { text: string }).text);
    assert.deepEqual(texts(rows), texts(given));
  });

  it('jsonl, checkpoints in arrow: results are written anew, whoever dies meanwhile; all looks go through', async () => {
    const more = 'storage_format: jsonl\ncheckpointing: {storage_format: arrow, compression: zstd}';
    const { dir, id } = await run('mixed', more);
    assert.ok(hasStruck(ws, 'convert'), 'no worker was killed');
    assert.ok(eventsOf(dir).some((e) => e.event_type === 'PARTITION_COMPLETE'));
    assert.deepEqual(endings(dir, 'checkpoints'), ['.arrow']);
    for (const folder of ['partitions', 'results']) assert.deepEqual(endings(dir, folder), ['.jsonl.zst']);
    const verified = await ws.run(['checkpoints', id, 'verify', '-o', 'json']);
    assert.equal(verified.code, 0, verified.stderr);
    const files = PARTITIONS * (1 + 3 + 1) + 1;
    assert.equal((JSON.parse(verified.stdout) as { checked: number }).checked, files);
    const list = await ws.run(['checkpoints', id, 'list', '--partition', '1']);
    assert.match(list.stdout, /^ *1 +0 +whitespace_normalization_mapper .* arrow +zstd /m);
    const again = await ws.run(['resume', id]);
    assert.equal(again.code, 0, again.stderr);
    for (const op of ['partition', 'text_length_filter', 'language_id_score_filter']) {
      const seen = await ws.run([
        'inspect',
        id,
        '--partition',
        '1',
        '--op',
        op,
        '--limit',
        '1',
        '-o',
        'json',
      ]);
      assert.equal(seen.code, 0, seen.stderr);
      assert.equal((JSON.parse(seen.stdout) as { rows: unknown[] }).rows.length, 1);
    }
  });
});

/** Rows of each record batch of an Arrow file, and whether they are compressed, as the library itself tells. */
function batchesOf(file: string): { rows: number[]; compressed: boolean } {
  const bytes = fs.readFileSync(file);
  const rows = [...RecordBatchReader.from(bytes)].map((batch) => batch.numRows);
  return { rows, compressed: bytes.includes(Buffer.from([0x04, 0x22, 0x4d, 0x18])) };
}
