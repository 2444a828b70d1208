/** The event log while a run goes on, and the slices that it is joined from. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kill } from '../faults/kill.js';
import {
  assertEnded,
  DONE,
  faultyWorkspace,
  release,
  runDir,
  struck,
  withFaults,
} from '../faults/support.js';
import { until, type Workspace } from './support.js';

type Line = Record<string, unknown> & { event_type: string; provisional?: boolean };

const HELD = 'partition_5/op_1/';

describe('the event log of a run', () => {
  let w: Workspace;
  let seen: Line[] = [];
  const id = 'live';
  const log = (): string => path.join(runDir(w, id), 'logs/processing_events.jsonl');
  const lines = (): Line[] =>
    fs
      .readFileSync(log(), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);

  before(() => {
    w = faultyWorkspace('max_concurrent_partitions: 4');
  });
  after(() => w.remove());

  it('is written as the run goes on, with what is running marked provisional, across a killed worker', async () => {
    const env = {
      ...withFaults(w, [{ name: 'held', point: 'op.start', match: HELD, action: 'hold' }]),
      JUICER_CHILDREN_PER_EXECUTION: '5',
    };
    const run = w.start(['run', 'recipe.yaml', '--id', id], env);
    await struck(w, 'held');
    const has = (test: (line: Line) => boolean): boolean => fs.existsSync(log()) && lines().some(test);
    await until(() => has((l) => l.event_type === 'PARTITION_COMPLETE'), 60_000, 'a partition in the log');
    const running = (l: Line): boolean => l.provisional === true && l['partition_id'] === 5;
    await until(() => has(running), 60_000, 'the held attempt in the log');
    const worker = w.pids().worker;
    assert.ok(worker);
    kill(worker, 'SIGKILL');
    release(w, 'held');
    await until(() => has((l) => l.event_type === 'OPERATION_RETRY'), 60_000, 'the retry in the log');
    seen = lines();
    assertEnded(await run.done, DONE);
  });

  it('has every line once, and the export at the end has each of them unchanged', () => {
    const told = seen.filter((line) => !line.provisional).map((line) => JSON.stringify(line));
    assert.equal(new Set(told).size, told.length);
    const exported = new Set(lines().map((line) => JSON.stringify(line)));
    assert.ok(told.length > 20, `${told.length} lines were told`);
    assert.deepEqual(
      told.filter((line) => !exported.has(line)),
      [],
    );
    assert.ok(!lines().some((line) => line.provisional), 'nothing provisional is left');
  });

  it('is the same from slices, from histories alone, and from a damaged slice', async () => {
    const folder = path.join(runDir(w, id), 'logs/events');
    const slices = fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
    assert.ok(slices.length >= 2, `${slices.length} slices`);
    const events = async (): Promise<string> => {
      const result = await w.run(['events', id, '-o', 'json']);
      assertEnded(result, 0);
      return result.stdout;
    };
    const whole = await events();
    assert.equal(await events(), whole);
    fs.writeFileSync(path.join(folder, slices[0] ?? ''), 'damaged\n');
    assert.equal(await events(), whole);
    fs.rmSync(folder, { recursive: true });
    assert.equal(await events(), whole);
  });
});
