/** The commands that look, and what `run` does with an id that is taken (one embedded server for all of them). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openSession, resumeRun, runEvents, runHandle } from '../../src/client.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { PROJECT_ROOT, seedRecipe, workspace, type CommandResult, type Workspace } from './support.js';

const SAMPLE = path.join(PROJECT_ROOT, 'samples/multilingual.jsonl');
const ID = 'looked-at';
/** The sample has rows without a text: done, with quarantined rows. */
const DONE = 3;

describe('a finished run', () => {
  let w: Workspace;
  let standing: StandingServer;
  let first: CommandResult;

  before(async () => {
    w = workspace();
    w.write('recipe.yaml', seedRecipe({ dataset: SAMPLE, more: 'partition_size: 100' }));
    standing = await standingServer(w);
    first = await w.run(['run', 'recipe.yaml', '--id', ID, '-o', 'json']);
  });
  after(async () => {
    await standing.stop();
    await w.remove();
  });

  it('is answered with its verdict as JSON on stdout, and nothing else there', () => {
    assert.equal(first.code, DONE, first.stderr);
    const { run_id, verdict } = JSON.parse(first.stdout) as Answer;
    assert.equal(run_id, ID);
    assert.equal(verdict?.status, 'done');
    assert.match(first.stderr, /Web UI http:\/\/127\.0\.0\.1:/);
  });

  it('is listed, and its status is that of its end', async () => {
    const list = JSON.parse((await w.run(['list', '-o', 'json'])).stdout) as {
      runs: { run_id: string; state: string }[];
    };
    assert.deepEqual(
      list.runs.map((r) => [r.run_id, r.state]),
      [[ID, 'completed']],
    );
    const status = JSON.parse((await w.run(['status', ID, '-o', 'json'])).stdout) as Answer;
    assert.equal(status.verdict?.status, 'done');
  });

  it('has the same events each time they are asked for, and the log file holds them', async () => {
    const [once, again] = [await w.run(['events', ID]), await w.run(['events', ID])];
    assert.equal(once.code, 0, once.stderr);
    assert.equal(once.stdout, again.stdout);
    const log = fs.readFileSync(
      path.join(w.path(`outputs/seed/${ID}`), 'logs/processing_events.jsonl'),
      'utf8',
    );
    const lines = once.stdout.trimEnd().split('\n');
    const shown = lines.filter((line) => (JSON.parse(line) as { event_type: string }).event_type !== 'DEBUG');
    assert.deepEqual(log.trimEnd().split('\n'), shown);
  });

  it('has events that can be filtered by type, partition and op', async () => {
    const { stdout } = await w.run([
      'events',
      ID,
      '--type',
      'OPERATION_COMPLETE',
      '--partition',
      '2',
      '--op',
      'text_length_filter',
    ]);
    const events = stdout.trimEnd().split('\n');
    assert.equal(events.length, 1);
    assert.match(events[0] ?? '', /"partition_id":2/);
  });

  it('is answered with again for the same id and recipe, and refused for another recipe', async () => {
    const same = await w.run(['run', 'recipe.yaml', '--id', ID]);
    assert.equal(same.code, DONE, same.stderr);
    assert.match(same.stderr, /finished run/);
    const other = await w.run(['run', 'recipe.yaml', '--id', ID, '--set', 'partition_size=50']);
    assert.equal(other.code, 6);
    assert.match(other.stderr, /E_REFUSED .*of another recipe/);
    assert.equal((await w.run(['resume', ID])).code, DONE);
  });

  it('is reached through the library too: status, result and events', async () => {
    const session = await openSession({ stateDir: w.path('.juicer') });
    try {
      const { how } = await resumeRun(session, ID);
      assert.equal(how, 'finished');
      const handle = runHandle(session, ID);
      assert.equal((await handle.info()).state, 'completed');
      assert.equal((await handle.result()).counts.completed, 4);
      const types: string[] = [];
      for await (const event of runEvents(session, ID, { partitionId: 0 })) types.push(event.event_type);
      assert.equal(types[0], 'PARTITION_START');
      assert.equal(types.at(-1), 'PARTITION_COMPLETE');
    } finally {
      await session.close();
    }
  });
});

describe('commands that need no run', () => {
  let w: Workspace;

  before(() => {
    w = workspace();
    w.write('recipe.yaml', seedRecipe({ dataset: SAMPLE, more: 'partition_size: 100' }));
  });
  after(() => w.remove());

  it('juicer validate accepts the recipe and shows it resolved', async () => {
    const { code, stdout, stderr } = await w.run(['validate', 'recipe.yaml', '-o', 'json']);
    assert.equal(code, 0, stderr);
    const { recipe } = JSON.parse(stdout) as { recipe: { partition_size: number; max_retries: number } };
    assert.deepEqual([recipe.partition_size, recipe.max_retries], [100, 3]);
  });

  it('juicer plan shows partitions and segments, and writes nothing', async () => {
    const { code, stdout, stderr } = await w.run(['plan', 'recipe.yaml', '-o', 'json']);
    assert.equal(code, 0, stderr);
    const plan = JSON.parse(stdout) as { rows: number; partitions: unknown[]; segments: unknown[] };
    assert.deepEqual([plan.rows, plan.partitions.length, plan.segments.length], [385, 4, 3]);
    assert.ok(!fs.existsSync(w.path('outputs')));
  });

  it('juicer doctor finds server, search attributes and retention in order', async () => {
    const { code, stdout, stderr } = await w.run(['doctor', '-o', 'json']);
    assert.equal(code, 0, `${stdout}${stderr}`);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; ok: boolean }[] };
    for (const name of ['server', 'search attributes', 'retention'])
      assert.ok(checks.find((c) => c.name === name)?.ok, name);
  });
});

interface Answer {
  run_id?: string;
  verdict?: { status: string };
}
