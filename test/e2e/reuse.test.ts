/** A run takes over what an earlier one has done, and says so before any work; what has changed is refused in words. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, filesBelow, readJson, runDirOf, type EventLine } from './artefacts.js';
import { proseLines } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

/** While this file is missing, the next third op of a second partition throws once. */
const DISARMED = 'fault-disarmed';
const THEN = new Date('2026-01-02T03:04:05Z');
const PARTITIONS = [0, 1, 2, 3, 4];

function recipe(name: string, longest: number, more = ''): string {
  return `project_name: reuse
dataset_path: in.jsonl
export_path: out/${name}.jsonl
partition_size: 60
${more}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 50}
  - language_id_score_filter: {lang: en, min_score: 0.8}
  - text_length_filter: {max_len: ${longest}}
`;
}

const outcomes = (events: readonly EventLine[], op: number): string[] =>
  events
    .filter((e) => e.event_type === 'OPERATION_COMPLETE' && e.operation_idx === op)
    .map((e) => `${e.partition_id} ${String(e.metadata['outcome'])}`)
    .sort();
const all = (outcome: string): string[] => PARTITIONS.map((p) => `${p} ${outcome}`);

describe('reuse', () => {
  let ws: Workspace;
  let server: StandingServer;
  let first: CommandResult;

  before(async () => {
    ws = workspace();
    writeInput(proseLines());
    const marker = ws.write(DISARMED, '');
    const fault = { point: 'op.start', match: 'partition_1/op_2', action: 'throw', marker };
    server = await standingServer(ws, { JUICER_FAULTS: JSON.stringify([fault]) });
    ws.write('first.yaml', recipe('first', 2000));
    first = await ok(['run', 'first.yaml', '--id', 'first']);
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  async function ok(args: string[], code = 0): Promise<CommandResult> {
    const result = await ws.run(args, { JUICER_REUSE: '' });
    assert.equal(result.code, code, result.stderr + result.stdout);
    return result;
  }

  /** Always of the same time. */
  function writeInput(text: string): void {
    fs.utimesSync(ws.write('in.jsonl', text), THEN, THEN);
  }

  it('the first run of a project says that there is nothing to reuse', () => {
    assert.match(first.stderr, /^reuse 0 of 5 partitions \(0 rows\), redo 5$/m);
    assert.match(first.stderr, /^ {2}5 \(294 rows\): from the input: no earlier run of reuse beside it$/m);
  });

  it('plan foretells what a run would reuse, without a server; with --no-scan it reads nothing', async () => {
    ws.write('plan.yaml', recipe('plan', 900));
    const { stdout } = await ok(['plan', 'plan.yaml']);
    assert.match(stdout, /scanned in \d+\.\d s$/m);
    assert.match(stdout, /^reuse 5 of 5 partitions \(294 rows\) of run first, redo 5$/m);
    assert.match(
      stdout,
      /^ {2}5 \(294 rows\): on from op 2 language_id_score_filter: op 3 text_length_filter: max_len: 2000 → 900$/m,
    );
    const named = JSON.parse((await ok(['plan', 'plan.yaml', '--reuse', 'first', '-o', 'json'])).stdout) as {
      forecast: { of: string; reuse: { row_ops: number } };
    };
    assert.deepEqual([named.forecast.of, named.forecast.reuse.row_ops], ['first', 294 * 3]);
    assert.doesNotMatch((await ok(['plan', 'plan.yaml', '--reuse', 'none'])).stdout, /^reuse/m);
    assert.match((await ok(['plan', 'plan.yaml', '--no-scan'])).stdout, /not scanned: no partitions/);
    const unknown = await ok(['plan', 'plan.yaml', '--reuse', 'nobody'], 5);
    assert.match(unknown.stderr, /^error E_NO_SUCH_RUN --reuse: run "nobody" is not known here/m);
    assert.equal((await ok(['run', 'plan.yaml', '--reuse', 'nobody'], 5)).stdout, '');
  });

  it('with a later op changed only that op is run, and the export is that of a run of its own', async () => {
    ws.write('second.yaml', recipe('second', 600));
    const second = await ok(['run', 'second.yaml', '--id', 'second']);
    assert.match(second.stderr, /^reuse 5 of 5 partitions \(294 rows\) of run first, redo 5$/m);
    const dir = runDirOf(second);
    const events = eventsOf(dir);
    for (const op of [0, 1, 2]) assert.deepEqual(outcomes(events, op), all('reused'));
    assert.deepEqual(outcomes(events, 3), all('made'));
    const loads = events.filter((e) => e.event_type === 'CHECKPOINT_LOAD');
    assert.equal(loads.length, 5 * 4);
    assert.ok(loads.every((e) => e.metadata['reused_from'] === 'first'));
    for (const name of filesBelow(path.join(dir, 'checkpoints'), '.json')) {
      const record = readJson<{ index?: number; run_id?: string; reused_from?: string }>(
        path.join(dir, 'checkpoints'),
        name,
      );
      if (record.index === undefined) continue;
      assert.equal(record.run_id, 'second');
      assert.equal(record.reused_from, record.index < 3 ? 'first' : undefined);
    }
    ws.write('own.yaml', recipe('own', 600));
    const own = await ok(['run', 'own.yaml', '--id', 'own', '--reuse', 'none']);
    assert.doesNotMatch(own.stderr, /^reuse/m);
    assert.equal(ws.read('out/second.jsonl'), ws.read('out/own.jsonl'));
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
    assert.deepEqual(await checkRun(runDirOf(own), { expectVerdict: 'done' }), []);
  });

  it('the earlier run may be removed: the files of the new one stay sound', async () => {
    fs.rmSync(runDirOf(first), { recursive: true });
    assert.deepEqual(await checkRun(ws.path('outputs/reuse/second'), { expectVerdict: 'done' }), []);
  });

  it('with the same recipe nothing is run at all', async () => {
    ws.write('again.yaml', recipe('again', 600));
    const again = await ok(['run', 'again.yaml', '--id', 'again', '--reuse', 'second']);
    assert.match(again.stderr, /^ {2}5 \(294 rows\): nothing left to do$/m);
    const events = eventsOf(runDirOf(again));
    for (const op of [0, 1, 2, 3]) assert.deepEqual(outcomes(events, op), all('reused'));
    assert.equal(ws.read('out/again.jsonl'), ws.read('out/second.jsonl'));
    assert.deepEqual(await checkRun(runDirOf(again), { expectVerdict: 'done' }), []);
  });

  it('a finished run that is started again is a no-op; its export is made again when it was lost', async () => {
    const bytes = ws.read('out/again.jsonl');
    const noop = await ok(['run', 'again.yaml', '--id', 'again']);
    assert.match(noop.stderr, /^finished run again$/m);
    fs.utimesSync(ws.path('in.jsonl'), new Date(), new Date());
    assert.match((await ok(['run', 'again.yaml', '--id', 'again'])).stderr, /^finished run again$/m);
    writeInput(ws.read('in.jsonl'));
    fs.rmSync(ws.path('out/again.jsonl'));
    const made = await ok(['run', 'again.yaml', '--id', 'again']);
    assert.match(made.stderr, /^resumed run again$/m);
    assert.match(made.stderr, /^its export \S+again\.jsonl is not there any more: it is made again$/m);
    assert.match(made.stderr, /^ {2}5 \(294 rows\): nothing left to do$/m);
    assert.equal(ws.read('out/again.jsonl'), bytes);
    fs.appendFileSync(ws.path('out/again.jsonl'), '{}\n');
    const mended = await ok(['resume', 'again']);
    assert.match(mended.stderr, /is not as it was committed: it is made again$/m);
    assert.equal(ws.read('out/again.jsonl'), bytes);
    assert.deepEqual(
      await checkRun(ws.path('outputs/reuse/again'), { expectVerdict: 'done', executions: 3 }),
      [],
    );
  });

  it('a finished run whose input has changed is refused, and the difference is named', async () => {
    const input = ws.read('in.jsonl');
    writeInput(`${input}{"text": "one more"}\n`);
    const refused = await ok(['run', 'again.yaml', '--id', 'again'], 6);
    writeInput(input);
    assert.match(
      refused.stderr,
      /^error E_INPUT_CHANGED input file \S+ has changed since run again was planned: size \d+ → \d+ bytes, same time /m,
    );
  });

  it('a run that did not come through gives what it has to a changed recipe; under its own id that is refused', async () => {
    fs.rmSync(ws.path(DISARMED));
    const more = 'enable_fault_tolerance: false\nmax_concurrent_partitions: 1';
    ws.write('half.yaml', recipe('half', 700, more));
    await ok(['run', 'half.yaml', '--id', 'half', '--reuse', 'none'], 1);
    ws.write('changed.yaml', recipe('half', 700, more).replace('min_len: 50', 'min_len: 60'));
    const refused = await ok(['run', 'changed.yaml', '--id', 'half'], 6);
    assert.match(refused.stderr, /of another recipe: process\[1\]\.text_length_filter\.min_len: 50 → 60 /);
    assert.match(refused.stderr, /juicer run RECIPE --reuse half/);
    const result = await ok(['run', 'changed.yaml', '--id', 'next', '--reuse', 'half']);
    const events = eventsOf(runDirOf(result));
    const done = readJson<{ forecast: { reuse: { partitions: number } } }>(
      runDirOf(result),
      'metadata/plan.json',
    ).forecast.reuse.partitions;
    assert.ok(done >= 1 && done < 5, `${done}`);
    assert.equal(outcomes(events, 0).filter((o) => o.endsWith('reused')).length, done);
    for (const op of [1, 2, 3]) assert.deepEqual(outcomes(events, op), all('made'));
    assert.deepEqual(await checkRun(runDirOf(result), { expectVerdict: 'done' }), []);
  });

  it('resume tells what the run has; an edited recipe in its folder is refused', async () => {
    const file = ws.path('outputs/reuse/half/metadata/recipe.yaml');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.replace('max_len: 700', 'max_len: 701'));
    const refused = await ok(['resume', 'half'], 6);
    fs.writeFileSync(file, text);
    assert.match(
      refused.stderr,
      /^error E_REFUSED \S+ of run half was changed since it was planned: process\[3\]\.text_length_filter\.max_len: 700 → 701 /m,
    );
  });

  it('a change of the input that left size and time as they were is caught when it is read', async () => {
    const input = ws.read('in.jsonl');
    const at = input.lastIndexOf('e');
    writeInput(`${input.slice(0, at)}E${input.slice(at + 1)}`);
    const refused = await ok(['resume', 'half'], 6);
    writeInput(input);
    assert.match(refused.stderr, /^reuse [1-4] of 5 partitions \(\d+ rows\), redo [1-5]$/m);
    assert.match(
      refused.stdout,
      /E_INPUT_CHANGED: input file \S+ has changed since run half was planned: same size and time, content differs in partition 4, bytes \d+-\d+/,
    );
    const resumed = await ok(['resume', 'half']);
    assert.deepEqual(await checkRun(runDirOf(resumed), { expectVerdict: 'done', executions: 3 }), []);
  });
});
