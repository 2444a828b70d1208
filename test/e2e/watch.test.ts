/** A run is watched while it goes on, its events are followed over a killed server, and its log is made again. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { kill } from '../faults/kill.js';
import {
  assertEnded,
  DONE,
  faultyWorkspace,
  nothingRuns,
  release,
  runDir,
  struck,
  withFaults,
} from '../faults/support.js';
import { collected, until, type CommandResult, type RunningCommand, type Workspace } from './support.js';

type Line = Record<string, unknown> & { event_type: string; provisional?: boolean };

interface Watched {
  at: number;
  status?: string;
  verdict?: { status: string };
  partitions?: { all: number; done: number; open: number };
  open?: { partition: number; op: string | null }[];
}

const CLIENT = fileURLToPath(new URL('../../src/cli/juicer.js', import.meta.url));
const HELD = 'partition_5/op_1/';
const LOG = 'logs/processing_events.jsonl';
const hasScript = spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;

describe('a run that is watched', () => {
  let w: Workspace;
  const id = 'watched';

  before(() => {
    w = faultyWorkspace('max_concurrent_partitions: 4');
  });
  after(() => w.remove());

  it('is shown in place, in lines and as JSON; its events are followed without gap or repeat over a killed server', async (t) => {
    const held = { name: 'held', point: 'op.start', match: HELD, action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', id], withFaults(w, [held]));
    await struck(w, 'held');
    const events = w.start(['events', id, '--follow']);
    const json = w.start(['watch', id, '-o', 'json', '--interval', '0.2']);
    const lines = w.start(['watch', id, '--interval', '0.2']);
    const terminal = hasScript ? underTerminal(w, ['watch', id]) : null;
    if (!terminal) t.diagnostic('there is no program script here: nothing was drawn on a terminal');
    await until(() => outputOf(json).includes('"partition":5'), 60_000, 'the held partition in the view');
    await until(() => outputOf(lines).includes('open'), 60_000, 'a line of the view');
    await until(
      () => !terminal || outputOf(terminal).includes('p5'),
      60_000,
      'the held partition on the terminal',
    );
    await until(
      () => outputOf(events).includes('"provisional":true'),
      60_000,
      'the held attempt in the events',
    );
    const { server } = w.pids();
    assert.ok(server, 'there is no server');
    kill(server, 'SIGKILL');
    release(w, 'held');
    assertEnded(await run.done, DONE);
    const exported = linesOf((await w.run(['events', id])).stdout);
    assertFollowed(await events.done, exported);
    assertWatched(await json.done);
    const told = await lines.done;
    assertEnded(told, DONE);
    assert.match(told.stdout, /^watched \(seed\) {2}running .* of 12 done, \d+ open/m);
    assert.match(told.stdout, /verdict {4}done/);
    if (terminal) assertDrawn(await terminal.done);
  });

  it('is shown once when it has ended, with its verdict and the exit code of resume', async () => {
    const shown = await w.run(['watch', id]);
    assertEnded(shown, DONE);
    assert.match(shown.stdout, /12 of 12 done/);
    assert.match(shown.stdout, /verdict {4}done/);
  });

  it('has its events filtered by several types, op, attempt and time, followed or not', async () => {
    const all = linesOf((await w.run(['events', id])).stdout);
    const types = 'OPERATION_START,OPERATION_COMPLETE';
    const last = all.at(-1)?.['timestamp'] as number;
    const filters = [
      '--type',
      types,
      '--op',
      'text_length_filter',
      '--attempt',
      '1',
      '--until',
      String(last),
    ];
    for (const more of [[], ['--follow']]) {
      const result = await w.run(['events', id, ...filters, '--limit', '7', ...more]);
      assertEnded(result, 0);
      const wanted = all.filter(
        (e) =>
          types.split(',').includes(e.event_type) &&
          e['operation_name'] === 'text_length_filter' &&
          e['attempt'] === 1,
      );
      assert.deepEqual(linesOf(result.stdout), wanted.slice(0, 7));
    }
  });

  it('ends quietly when nobody reads its events any more', async () => {
    const events = w.start(['events', id]);
    events.process.stdout?.destroy();
    assertEnded(await events.done, 0);
    assert.doesNotMatch(events.stderr(), /error|EPIPE/);
  });

  it('has its log made again, byte by byte, when that was deleted or damaged', async () => {
    const log = path.join(runDir(w, id), LOG);
    const whole = fs.readFileSync(log);
    fs.rmSync(log);
    assertEnded(await w.run(['events', id, '--rebuild']), 0);
    assert.ok(fs.readFileSync(log).equals(whole), 'after it was deleted');
    fs.writeFileSync(
      log,
      Buffer.concat([whole.subarray(0, 1000), Buffer.from('\u0000torn'), whole.subarray(1500)]),
    );
    assertEnded(await w.run(['events', id, '--rebuild']), 0);
    assert.ok(fs.readFileSync(log).equals(whole), 'after it was damaged');
  });

  it('is refused a new log while it goes on, and goes on when a person stops watching', async () => {
    const held = { name: 'again', point: 'op.start', match: HELD, action: 'hold' as const };
    const run = w.start(['run', 'recipe.yaml', '--id', 'open'], withFaults(w, [held]));
    await struck(w, 'again');
    const refused = await w.run(['events', 'open', '--rebuild']);
    assertEnded(refused, 6);
    assert.match(refused.stderr, /E_REFUSED.*goes on/);
    const watch = w.start(['watch', 'open', '--interval', '0.2']);
    await until(() => outputOf(watch).includes('open'), 60_000, 'a line of the view');
    watch.process.kill('SIGINT');
    assertEnded(await watch.done, 130);
    release(w, 'again');
    assertEnded(await run.done, DONE);
  });

  it('is shown from its files, and said to be, when no server knows it', async () => {
    await nothingRuns(w);
    for (const name of fs.readdirSync(w.path('.juicer')).filter((name) => name.startsWith('temporal.db')))
      fs.rmSync(w.path(`.juicer/${name}`));
    const shown = await w.run(['watch', id]);
    assertEnded(shown, 0);
    assert.match(shown.stdout, /no server knows this run any more/);
    assert.match(shown.stdout, /12 of 12 done/);
    const refused = await w.run(['events', id, '--rebuild']);
    assertEnded(refused, 5);
  });
});

const outputs = new WeakMap<RunningCommand, string[]>();

/** What a command has printed so far. */
function outputOf(command: RunningCommand): string {
  let pieces = outputs.get(command);
  if (!pieces) {
    const heard: string[] = [];
    command.process.stdout?.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    outputs.set(command, (pieces = heard));
  }
  return pieces.join('');
}

/** The command with a pseudo terminal of its own; what it draws is its output. */
function underTerminal(w: Workspace, args: string[]): RunningCommand {
  const words = [process.execPath, CLIENT, ...args].map((word) => `'${word}'`).join(' ');
  const child = spawn('script', ['-qec', `stty rows 40 cols 100; ${words}`, '/dev/null'], {
    cwd: w.dir,
    env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return collected(child);
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}

function assertFollowed(result: CommandResult, exported: readonly Line[]): void {
  assertEnded(result, 0);
  const followed = linesOf(result.stdout);
  assert.ok(
    followed.some((line) => line.provisional),
    'what was going on is told, marked',
  );
  const sorted = (lines: readonly Line[]): string[] => lines.map((line) => JSON.stringify(line)).sort();
  assert.deepEqual(sorted(followed.filter((line) => !line.provisional)), sorted(exported));
}

function assertWatched(result: CommandResult): void {
  assertEnded(result, DONE);
  const states = linesOf(result.stdout) as unknown as Watched[];
  assert.equal(states.at(-1)?.verdict?.status, 'done');
  const last = states.at(-2);
  assert.deepEqual([last?.status, last?.partitions?.done, last?.partitions?.all], ['done', 12, 12]);
  assert.ok(states.some((state) => state.open?.some((p) => p.partition === 5)));
}

/** The cursor is hidden, and shown again at the end; every frame goes to the top, and never scrolls. */
function assertDrawn(result: CommandResult): void {
  assertEnded(result, DONE);
  const [before = '', drawn = '', rest = ''] = result.stdout.split(/\u001b\[\?1049[hl]/);
  assert.equal(before, '');
  assert.ok(drawn.startsWith('\u001b[?25l'), 'the cursor is hidden');
  assert.ok(drawn.endsWith('\u001b[?25h'), 'the cursor is back');
  for (const frame of drawn.split('\u001b[H').slice(1))
    assert.ok(frame.split('\r\n').length <= 40, 'a frame is not higher than the terminal');
  assert.match(rest, /verdict {4}done/);
}
