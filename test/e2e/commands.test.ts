/** The commands that look, and what ids, claims and changed inputs come to; as real processes, JSON outputs parsed. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Verdict } from '../../src/client.js';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, jsonLines, runDirOf, type EventLine } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { alive, until, workspace, type CommandResult, type Workspace } from './support.js';

interface VerdictOutput {
  schemaVersion: number;
  run_id: string;
  verdict: Verdict;
}

/** While this file is missing, the next second op of a second partition throws once. */
const DISARMED = 'fault-disarmed';

describe('a command', () => {
  let ws: Workspace;
  let server: StandingServer;
  let first: CommandResult;

  before(async () => {
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    ws.write('first.yaml', recipeWith('first', ''));
    const marker = ws.write(DISARMED, '');
    const fault = { point: 'op.start', match: 'partition_1/op_1', action: 'throw', marker };
    server = await standingServer(ws, { JUICER_FAULTS: JSON.stringify([fault]) });
    first = await ws.run(['run', 'first.yaml', '--id', 'first-1', '-o', 'json']);
    assert.equal(first.code, 0, first.stderr);
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  async function json<T>(args: string[], code = 0): Promise<T> {
    const result = await ws.run([...args, '-o', 'json']);
    assert.equal(result.code, code, result.stderr);
    return JSON.parse(result.stdout) as T;
  }

  /** Arms the fault and starts a run; resolves when the fault has struck. */
  async function startFaulty(name: string, more: string) {
    ws.write(`${name}.yaml`, recipeWith(name, more));
    fs.rmSync(ws.path(DISARMED));
    const running = ws.start(['run', `${name}.yaml`, '--id', `${name}-1`]);
    await until(() => fs.existsSync(ws.path(DISARMED)), 60_000, 'the fault to strike');
    return running;
  }

  it('run gives the verdict as one JSON document on stdout', async () => {
    const { run_id, verdict } = JSON.parse(first.stdout) as VerdictOutput;
    assert.equal(run_id, 'first-1');
    assert.equal(verdict.status, 'done');
    assert.equal(verdict.counts.ledger.rows_in, 294);
    assert.equal(verdict.export?.rows, jsonLines(ws.read('out/first.jsonl')).length);
    assert.deepEqual(await checkRun(runDirOf(first), { expectSha256: verdict.export.sha256 }), []);
  });

  it('validate says that a recipe is good, with every setting resolved', async () => {
    const { valid, recipe } = await json<{ valid: boolean; recipe: Record<string, unknown> }>([
      'validate',
      'first.yaml',
    ]);
    assert.equal(valid, true);
    assert.equal(recipe['dataset_path'], ws.path('in.jsonl'));
    assert.equal(recipe['max_retries'], 3);
    const text = await ws.run(['validate', 'first.yaml']);
    assert.equal(text.stdout, 'the recipe is valid\n');
  });

  it('plan shows partitions that cover the input, and the chain; it writes nothing', async () => {
    const before = fs
      .readdirSync(ws.dir, { recursive: true })
      .filter((n) => !String(n).startsWith('.juicer'));
    const plan = await json<{
      rows: number;
      partitions: { sources: { byte_start: number; byte_end: number }[]; rows: number }[];
      segments: { stem: string }[];
    }>(['plan', 'first.yaml']);
    assert.equal(plan.rows, 294);
    assert.deepEqual(
      plan.partitions.map((p) => p.rows),
      [60, 60, 60, 60, 54],
    );
    let at = 0;
    for (const { byte_start, byte_end } of plan.partitions.flatMap((p) => p.sources)) {
      assert.equal(byte_start, at);
      at = byte_end;
    }
    assert.equal(at, fs.statSync(ws.path('in.jsonl')).size);
    assert.deepEqual(
      plan.segments.map((s) => s.stem),
      [
        'op_000_whitespace_normalization_mapper',
        'op_001_text_length_filter',
        'op_002_language_id_score_filter',
      ],
    );
    const after = fs.readdirSync(ws.dir, { recursive: true }).filter((n) => !String(n).startsWith('.juicer'));
    assert.deepEqual(after, before);
  });

  it('status of a finished run gives its verdict', async () => {
    const status = await json<VerdictOutput>(['status', 'first-1']);
    assert.deepEqual(status, JSON.parse(first.stdout));
  });

  it('list names the run, in every form', async () => {
    const wanted = { run_id: 'first-1', state: 'completed', project: 'first', dir: runDirOf(first) };
    const { runs } = await json<{ runs: (typeof wanted)[] }>(['list']);
    const lines = jsonLines<typeof wanted>((await ws.run(['list', '-o', 'jsonl'])).stdout);
    for (const rows of [runs, lines]) {
      const row = rows.find((r) => r.run_id === 'first-1');
      assert.deepEqual(row, { ...row, ...wanted });
    }
    assert.match((await ws.run(['list'])).stdout, /^first-1 +completed /m);
  });

  it('events gives the same lines twice, those of the event log', async () => {
    const [once, twice] = [await ws.run(['events', 'first-1']), await ws.run(['events', 'first-1'])];
    assert.equal(once.code, 0, once.stderr);
    assert.equal(twice.stdout, once.stdout);
    const lines = jsonLines<EventLine>(once.stdout);
    assert.deepEqual(
      lines.filter((e) => e.event_type !== 'DEBUG'),
      eventsOf(runDirOf(first)),
    );
  });

  it('events chooses by type, partition, op, time and number', async () => {
    const all = eventsOf(runDirOf(first));
    const chosen = async (...flags: string[]): Promise<EventLine[]> =>
      jsonLines((await ws.run(['events', 'first-1', ...flags])).stdout);
    const op = 'language_id_score_filter';
    assert.deepEqual(
      await chosen('--type', 'operation_complete', '--partition', '2', '--op', op),
      all.filter(
        (e) => e.event_type === 'OPERATION_COMPLETE' && e.partition_id === 2 && e.operation_name === op,
      ),
    );
    assert.deepEqual(await chosen('--limit', '3'), all.slice(0, 3));
    const last = all.at(-1);
    assert.deepEqual((await chosen('--since', String(last?.timestamp))).at(-1), last);
    const { events } = await json<{ events: EventLine[] }>([
      'events',
      'first-1',
      '--type',
      'PROCESSING_COMPLETE',
    ]);
    assert.deepEqual(events, [last]);
    const wrong = await ws.run(['events', 'first-1', '--type', 'OPERATION_EROR']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /did you mean OPERATION_ERROR\?/);
  });

  it('doctor checks server, attributes, retention and disk', async () => {
    const result = await ws.run(['doctor', '-o', 'json']);
    const { checks } = JSON.parse(result.stdout) as { checks: { name: string; ok: boolean }[] };
    const fine = (name: string): boolean | undefined => checks.find((c) => c.name === name)?.ok;
    for (const name of ['node', 'server', 'namespace', 'search attributes', 'retention'])
      assert.equal(fine(name), true, name);
    assert.equal(result.code, checks.every((c) => c.ok) ? 0 : 1);
  });

  it('run with the id of a finished run prints its result and runs nothing; with another recipe it is refused', async () => {
    const again = await ws.run(['run', 'first.yaml', '--id', 'first-1', '-o', 'json']);
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /^finished run first-1$/m);
    assert.equal(again.stdout, first.stdout);
    const other = await ws.run(['run', 'first.yaml', '--id', 'first-1', '--set', 'partition_size=7']);
    assert.equal(other.code, 6);
    assert.equal(other.stdout, '');
    assert.match(
      other.stderr,
      /^error E_REFUSED run id first-1 is taken by a completed run of another recipe/m,
    );
  });

  it('run beside an open run: its id is attached to, its export path is refused, status shows it', async () => {
    const open = await startFaulty('open', 'retry: {initial_interval: 15s}');
    assert.equal((await ws.run(['pause', 'open-1'])).code, 0);
    const status = await json<{ state: string; status: { counts: { partitions: number } } | null }>([
      'status',
      'open-1',
    ]);
    assert.equal(status.state, 'running');
    assert.equal(status.status?.counts.partitions, 5);
    const claimed = await ws.run(['run', 'open.yaml']);
    assert.equal(claimed.code, 6, claimed.stderr);
    assert.match(
      claimed.stderr,
      /^error E_REFUSED export_path \S*open\.jsonl is claimed by the open run open-1 \(juicer resume open-1 goes on/m,
    );
    const other = await ws.run(['run', 'open.yaml', '--id', 'open-1', '--set', 'max_retries=1']);
    assert.equal(other.code, 6, other.stderr);
    assert.match(other.stderr, /is taken by a running run of another recipe/);
    const again = ws.start(['run', 'open.yaml', '--id', 'open-1']);
    await until(() => again.stderr().includes('attached run'), 60_000, 'the run to be attached to');
    const resumed = ws.start(['resume', 'open-1']);
    const results = await Promise.all([open, again, resumed].map((c) => c.done));
    assert.deepEqual(
      results.map((r) => r.code),
      [0, 0, 0],
      results.map((r) => r.stderr).join('\n'),
    );
    assert.deepEqual(
      results.map((r) => /^(\w+) run open-1$/m.exec(r.stderr)?.[1]),
      ['started', 'attached', 'attached'],
    );
    assert.equal(new Set(results.map((r) => r.stdout)).size, 1);
    assert.equal(ws.read('out/open.jsonl'), ws.read('out/first.jsonl'));
    assert.deepEqual(await checkRun(runDirOf(results[0] as CommandResult), { expectVerdict: 'done' }), []);
  });

  it('resume is refused when the input has changed, and goes on when it is back as it was', async () => {
    const failed = await (await startFaulty('changed', 'max_retries: 0\non_partition_error: fail')).done;
    assert.equal(failed.code, 1, failed.stderr);
    const again = await ws.run(['run', 'changed.yaml', '--id', 'changed-1']);
    assert.equal(again.code, 6, again.stderr);
    assert.match(again.stderr, /is taken by a failed run \(juicer resume changed-1 goes on with it\)/);
    const input = ws.read('in.jsonl');
    ws.write('in.jsonl', `${input}{"text": "one more"}\n`);
    const refused = await ws.run(['resume', 'changed-1']);
    ws.write('in.jsonl', input);
    assert.equal(refused.code, 6, refused.stderr);
    assert.match(
      refused.stdout,
      /E_INPUT_CHANGED: input file \S*in\.jsonl has changed since run changed-1 was planned/,
    );
    const resumed = await ws.run(['resume', 'changed-1']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(ws.read('out/changed.jsonl'), ws.read('out/first.jsonl'));
    assert.deepEqual(await checkRun(runDirOf(resumed), { expectVerdict: 'done', executions: 3 }), []);
  });

  it('the last one takes server, worker and guard with it, without waiting for a killed worker', async () => {
    const pids = Object.values(ws.pids());
    assert.equal(pids.every(alive), true);
    await server.stop();
    // Less than the guard's patience with a worker that does not end.
    await until(() => !pids.some(alive), 8000, 'server, worker and guard to end');
    assert.equal((await ws.run(['status', 'first-1'])).code, 0);
  });
});
