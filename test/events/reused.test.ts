import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import type { SegmentResult } from '../../src/model/contract.js';
import type { JuicerEvent } from '../../src/model/event.js';
import { completed, donePartition, partitionHistory, segmentResult, START } from './history-builder.js';
import { assertSound } from './pairing.js';

/** A cut that took over the partition's file and the checkpoint of `clean` from run `earlier`. */
function reusing(more: Partial<NonNullable<SegmentResult['reused']>> = {}): SegmentResult {
  const result = segmentResult([[0, 'clean']], { outcome: 'adopted', loaded_from: 0 });
  const file = (index: number, path: string) => ({ index, path, sha256: 'aa', bytes: 9 });
  const reused = {
    from_run: 'earlier',
    up_to_op: 0,
    rows: 10,
    ops: result.ops,
    checkpoints: [file(-1, 'partitions/x.parquet'), file(0, 'checkpoints/x.parquet')],
    failed: null,
    ...more,
  };
  return { ...result, reused };
}

const types = (events: readonly JuicerEvent[]): string[] => events.map((e) => e.event_type);

test('ops that came from another run are complete without having taken time, and their checkpoints name that run', () => {
  const history = partitionHistory(0)
    .activity({ type: 'cutPartition', close: completed(reusing()) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(types(events), [
    'PARTITION_START',
    'OPERATION_START',
    'OPERATION_COMPLETE',
    'CHECKPOINT_LOAD',
    'CHECKPOINT_LOAD',
    'RESOURCE_USAGE',
  ]);
  const [, , complete, , load] = events;
  assert.equal(complete?.duration, 0);
  assert.equal(complete.metadata['outcome'], 'reused');
  assert.deepEqual(complete.performance_metrics, { rows_in: 10, rows_out: 10, rows_per_second: null });
  assert.equal(load?.metadata['reused_from'], 'earlier');
  assert.equal(load.operation_name, 'clean');
});

test('what an earlier execution has told of reuse is not told again', () => {
  const again = partitionHistory(0, 'child-again', START + 100)
    .activity({ type: 'cutPartition', close: completed(reusing({ checkpoints: [] })) })
    .build();
  const later = eventsFromHistories([donePartition(0), again]).filter(
    (e) => e.source.run_id === 'child-again',
  );
  assert.deepEqual(types(later), ['PARTITION_START', 'RESOURCE_USAGE']);
});

test('a checkpoint that failed to come over is a warning, and the partition is told as made', () => {
  const failed = { path: 'partitions/x.parquet', reason: 'its sha256 differs from its record' };
  const nothing = { from_run: 'earlier', up_to_op: null, rows: 0, ops: [], checkpoints: [], failed };
  const history = partitionHistory(0)
    .activity({ type: 'cutPartition', close: completed({ ...segmentResult([]), reused: nothing }) })
    .build();
  const events = eventsFromHistories([history]);
  assertSound(events);
  assert.deepEqual(types(events), [
    'PARTITION_START',
    'WARNING',
    'INFO',
    'CHECKPOINT_SAVE',
    'RESOURCE_USAGE',
  ]);
  assert.match(events[1]?.message ?? '', /^not reused from run earlier: partitions\/x\.parquet: its sha256/);
});
