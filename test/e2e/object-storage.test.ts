/** Input, work directory and export in a bucket of an S3-compatible store: a run there is a run like any other. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DevServer } from '../../src/server/dev-server.js';
import { kill } from '../faults/kill.js';
import { ownServer, stop } from '../faults/own-server.js';
import { assertEnded, DONE, inputLines, struck, withFaults } from '../faults/support.js';
import { gateway, NO_GATEWAY, type Gateway } from '../objects/gateway.js';
import { jsonLines } from './artefacts.js';
import { alive, seedRecipe, until, workspace, type Workspace } from './support.js';

const ROWS = 240;
const REFUSED_RECIPE = 2;
const KEYS = `work_dir: s3://corpus/runs
partition_size: 20
retry: {initial_interval: 0.1s}
`;

describe('a run in a bucket', { skip: NO_GATEWAY }, () => {
  let store: Gateway;
  let w: Workspace;
  /** Hash of the export of the same recipe on a disk. */
  let onDisk = '';

  before(async () => {
    store = await gateway('corpus');
    w = workspace();
    const lines = inputLines(ROWS);
    // One row goes to quarantine.
    w.write('in/a.jsonl', `${lines.slice(0, 100).join('')}{"text": broken\n`);
    w.write('in/b.jsonl', lines.slice(100).join(''));
    fs.cpSync(w.path('in'), path.join(store.folder, 'corpus/in'), { recursive: true });
    w.write('disk.yaml', seedRecipe({ dataset: 'in', more: 'partition_size: 20' }));
    w.write('recipe.yaml', inBucket('s3://corpus/in/*.jsonl'));
    assertEnded(await w.run(['run', 'disk.yaml', '--id', 'disk']), DONE);
    onDisk = sha256(w.path('out/result.jsonl'));
  });
  after(async () => {
    await w.remove();
    await store.remove();
  });

  function inBucket(dataset: string): string {
    const recipe = seedRecipe({ dataset, more: KEYS });
    return recipe.replace('out/result.jsonl', 's3://corpus/out/{project_name}.jsonl');
  }
  const object = (name: string): string => path.join(store.folder, 'corpus', name);
  const run = (args: string[], env = {}) => w.run(args, { ...store.env, ...env });

  it('has the bytes of the same run on a disk', async () => {
    const result = await run(['run', 'recipe.yaml', '--id', 'one']);
    assertEnded(result, DONE);
    assert.match(result.stdout, /export +s3:\/\/corpus\/out\/seed\.jsonl/);
    assert.equal(sha256(object('out/seed.jsonl')), onDisk);
    assert.ok(!fs.existsSync(w.path('s3:')), 'nothing of it is on the disk');
  });

  it('is looked at, verified and taken over from like one on a disk', async () => {
    const verified = await run(['checkpoints', 'one', 'verify']);
    assertEnded(verified, 0);
    assert.match(verified.stderr, /files verified: all are as their records say/);
    const manifest = await run(['verify', 's3://corpus/runs/one/metadata/manifest.json']);
    assertEnded(manifest, 0);
    const inspected = await run(['inspect', 's3://corpus/runs/one', '--partition', '3', '-o', 'json']);
    assertEnded(inspected, 0);
    const again = await run(['run', 'recipe.yaml', '--id', 'two', '--reuse', 'one']);
    assertEnded(again, DONE);
    assert.match(again.stderr, /reuse 13 of 13 partitions/);
    const events = jsonLines<{ message: string }>(
      fs.readFileSync(object('runs/two/logs/processing_events.jsonl'), 'utf8'),
    );
    assert.equal(events.filter(({ message }) => message.includes('of run one')).length, 13 * 4);
    assert.equal(sha256(object('out/seed.jsonl')), onDisk);
  });

  it('tells addresses as the user writes them, on the screen and in its files', () => {
    for (const name of ['metadata/manifest.json', 'metadata/recipe.yaml', 'logs/processing_events.jsonl'])
      assert.ok(!fs.readFileSync(object(`runs/two/${name}`), 'utf8').includes('/s3:/'), name);
  });

  it('goes on when the store was away for a while', async () => {
    const fault = { name: 'held', point: 'op.start', match: 'partition_5/op_1', action: 'hold' as const };
    const started = w.start(['run', 'recipe.yaml', '--id', 'away'], {
      ...store.env,
      ...withFaults(w, [fault]),
    });
    await struck(w, 'held');
    await store.stop();
    fs.writeFileSync(`${w.path('fault-held')}.go`, '');
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await store.start();
    assertEnded(await started.done, DONE);
    assert.equal(sha256(object('out/seed.jsonl')), onDisk);
  });

  it('says what is wrong before it begins', async () => {
    const wrong: [string[], RegExp, number, Record<string, string>?][] = [
      [['dataset_path=s3://corpus/none.jsonl'], /file s3:\/\/corpus\/none\.jsonl does not exist/, 2],
      [['dataset_path=s3://no-such-bucket/x'], /s3:\/\/no-such-bucket\/x does not exist/, 2],
      [['dataset_path=s3://corpus/../x'], /a part of the key is empty, \. or \.\./, REFUSED_RECIPE],
      [['dataset_path=gs://corpus/x'], /gs:\/\/ is not known/, REFUSED_RECIPE],
      [['work_dir=s3://no-such-bucket/x'], /work_dir: .* cannot be written: NoSuchBucket/, REFUSED_RECIPE],
      [['export_path=s3://no-such-bucket/x.jsonl'], /export_path: .*: NoSuchBucket/, 2],
      [['partition_size=21'], /AccessDenied/, 1, { AWS_SECRET_ACCESS_KEY: 'wrong' }],
    ];
    for (const [sets, says, code, env] of wrong) {
      const result = await run(['run', 'recipe.yaml', ...sets.flatMap((set) => ['--set', set])], env);
      assert.match(result.stderr, says);
      assert.equal(result.code, code, result.stderr);
    }
  });

  describe('with two workers that share no disk', () => {
    let server: DevServer;
    let first: Workspace;
    let second: Workspace;
    before(async () => {
      server = await ownServer(w);
      [first, second] = [workspace(), workspace()];
    });
    after(async () => {
      await stop(server);
      await first.remove();
      await second.remove();
    });

    it('is finished to the same bytes, though one of them is killed', async () => {
      const connected = { ...store.env, TEMPORAL_ADDRESS: server.address };
      const fault = {
        name: 'dies',
        point: 'commit.before',
        match: 'op_001',
        action: 'kill' as const,
      };
      const dying = first.start(['worker'], { ...connected, ...withFaults(first, [fault]) });
      const other = second.start(['worker'], connected);
      const started = w.start(['run', 'recipe.yaml', '--id', 'shared'], connected);
      assertEnded(await started.done, DONE);
      await until(() => !alive(dying.process.pid ?? null), 5000, 'the first worker to be dead');
      kill(other.process.pid ?? 0, 'SIGTERM');
      await other.done;
      assert.equal(sha256(object('out/seed.jsonl')), onDisk);
      const verified = await run(['checkpoints', 's3://corpus/runs/shared', 'verify']);
      assertEnded(verified, 0);
      assert.match(verified.stderr, /all are as their records say/);
    });
  });
});

function sha256(file: string): string {
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex');
}
