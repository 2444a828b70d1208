/** A run to which everything happens that can: its events have all of it, in order, each with the history it comes from. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { EVENT_TYPES, type EventType, type JuicerEvent } from '../../src/model/event.js';
import { kill } from '../faults/kill.js';
import {
  assertEnded,
  assertSound,
  DONE,
  faultyWorkspace,
  release,
  struck,
  undisturbed,
  withFaults,
} from '../faults/support.js';
import type { Workspace } from './support.js';

const NEEDS_DECISION = 8;
const ID = 'all';

describe('a run with a retry, a killed worker, a quarantined row, a parked partition and a pause', () => {
  let w: Workspace;
  let calm = '';
  let events: JuicerEvent[] = [];

  const asked = async (): Promise<string> => {
    const result = await w.run(['events', ID, '-o', 'json']);
    assertEnded(result, 0);
    return result.stdout;
  };
  /** Place of the first event that fits. */
  const place = (type: EventType, fits: (e: JuicerEvent) => boolean = () => true): number =>
    events.findIndex((e) => e.event_type === type && fits(e));

  before(async () => {
    w = faultyWorkspace('max_retries: 1\nmax_concurrent_partitions: 4');
    calm = await undisturbed(w);
    const faults = [
      { name: 'once', point: 'op.start', match: 'partition_2/op_1/attempt_1', action: 'throw' as const },
      // Held when the failure before is in history.
      { name: 'held', point: 'op.start', match: 'partition_2/op_1/attempt_2', action: 'hold' as const },
      { point: 'op.start', match: 'partition_7/op_2/', action: 'throw' as const },
    ];
    const run = w.start(['run', 'recipe.yaml', '--id', ID], withFaults(w, faults));
    await struck(w, 'once', 'held');
    const worker = w.pids().worker;
    assert.ok(worker);
    kill(worker, 'SIGKILL');
    release(w, 'held');
    assertEnded(await w.run(['pause', ID]), 0);
    assertEnded(await w.run(['resume', ID]), NEEDS_DECISION);
    assertEnded(await run.done, NEEDS_DECISION);
    assertEnded(await w.run(['decide', ID, 'retry', '--all']), DONE);
    await assertSound(w, ID, { expectSha256: calm, kills: 1 });
    events = (JSON.parse(await asked()) as { events: JuicerEvent[] }).events;
  });
  after(() => w.remove());

  it('tells each of them', () => {
    const lost = (e: JuicerEvent): boolean => e.metadata['lost'] === true;
    const failed = (e: JuicerEvent): boolean => e.partition_id === 2 && !lost(e);
    assert.notEqual(place('OPERATION_ERROR', failed), -1, 'the failed attempt');
    assert.notEqual(place('OPERATION_RETRY', (e) => e.partition_id === 2), -1, 'its retry'); // prettier-ignore
    assert.notEqual(place('OPERATION_ERROR', lost), -1, 'the attempt that was lost with the worker');
    const quarantined = (e: JuicerEvent): boolean => Number(e.metadata['quarantined']) > 0;
    assert.notEqual(place('INFO', quarantined), -1, 'the quarantined row');
    for (const type of ['PARTITION_PARKED', 'PAUSED', 'RESUMED', 'DECIDED'] as const)
      assert.notEqual(place(type), -1, type);
  });

  it('tells them in the order in which they happened', () => {
    const order = [
      place('PROCESSING_START'),
      place('DATASET_LOAD'),
      place('PARTITION_START'),
      place('PAUSED', (e) => e.partition_id === null),
      place('RESUMED'),
      place('DECIDED'),
      place('DATASET_SAVE'),
      place('PROCESSING_COMPLETE'),
    ];
    assert.deepEqual(order, [...order].sort((a, b) => a - b)); // prettier-ignore
    assert.ok(!order.includes(-1), order.join());
    assert.ok(place('PARTITION_PARKED') < place('DECIDED'));
    const times = events.map((e) => e.timestamp);
    assert.deepEqual(times, [...times].sort((a, b) => a - b)); // prettier-ignore
  });

  it('names the history event of each, and no two lines have one place', () => {
    const keys = events.map(({ source: s }) => `${s.workflow_id} ${s.run_id} ${s.event_id} ${s.index}`);
    assert.equal(new Set(keys).size, events.length);
    for (const { source, event_type } of events) {
      assert.ok(source.event_id > 0 && source.run_id !== '', event_type);
      assert.ok(EVENT_TYPES.includes(event_type));
    }
  });

  it('tells the same when it is asked again', async () => {
    assert.equal(await asked(), await asked());
  });
});
