/** The activities of one partition: cut, apply a segment, finish. */
import { createHash } from 'node:crypto';
import type { CheckpointRecord, FileRef, PartitionRecord } from '../model/checkpoint.js';
import type { FinishResult, PartitionTask, SegmentResult } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { chainLedgers } from '../model/ledger.js';
import { checkpointSlots } from '../engine/slots.js';
import type { SegmentOutcome } from '../engine/job.js';
import { writeJson } from '../storage/json-file.js';
import { checkpointFolder, quarantineFile, resultFile, resultRecord } from '../storage/layout.js';
import { readRecord } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { partitionOf, runFiles } from './run-files.js';

/** Finds the furthest valid record of a partition, or reads its range of the input and writes its file. */
export function cutPartition(
  deps: ActivityDependencies,
  { run, partition: id }: PartitionTask,
): Promise<SegmentResult> {
  return measured(run, async () => {
    const files = runFiles(run);
    const partition = partitionOf(files, id);
    const outcome = await runJob<'cut'>(
      deps,
      { kind: 'cut', dir: run.dir, plan: files.plan, partition },
      { phase: 'cut', total: partition.rows, folders: ['partitions'] },
    );
    const done = outcome.record.index;
    return { ...told(outcome, -1), next_segment: files.plan.segments.filter((s) => s.to <= done).length };
  });
}

/** Runs one segment and leaves its checkpoint. */
export function applySegment(
  deps: ActivityDependencies,
  task: PartitionTask & { segment: number },
): Promise<SegmentResult> {
  const { run } = task;
  return measured(run, async () => {
    const files = runFiles(run);
    const partition = partitionOf(files, task.partition);
    const segment = files.plan.segments[task.segment];
    if (!segment) throw new JuicerError('E_INTERNAL', `run ${run.run_id} has no segment ${task.segment}`);
    const outcome = await runJob<'apply'>(
      deps,
      { kind: 'apply', dir: run.dir, plan: files.plan, partition, segment },
      {
        phase: segment.summary,
        total: partition.rows,
        opNames: files.plan.ops.map((o) => o.name),
        folders: ['partitions', checkpointFolder(partition.id)],
      },
    );
    return told(outcome, segment.index);
  });
}

function told(
  outcome: SegmentOutcome,
  segment: number,
): Omit<SegmentResult, 'started_at' | 'ended_at' | 'worker' | 'resource_usage'> {
  const { record, ops, ledger, loaded_from, set_aside } = outcome;
  const checkpoint = { path: record.file, sha256: record.sha256, bytes: record.bytes };
  return { segment, outcome: outcome.outcome, loaded_from, ops, ledger, checkpoint, set_aside };
}

/** Publishes a partition's result: a link to its last checkpoint, its quarantined rows in one file, its record. */
export function finishPartition(
  _deps: ActivityDependencies,
  { run, partition: id }: PartitionTask,
): Promise<FinishResult> {
  return measured(run, async () => {
    const files = runFiles(run);
    const { store, plan } = files;
    const records = checkpointSlots(plan, partitionOf(files, id)).map((slot) => {
      const record = readRecord(store, slot);
      if (!record) throw new JuicerError('E_CHECKPOINT', `the record of ${slot.stem} is missing or damaged`);
      return record;
    });
    const last = records.at(-1) as CheckpointRecord;
    const result = publish(store, last, resultFile(id));
    const quarantine = joinQuarantine(store, records, quarantineFile(id));
    const ops = [cutCount(records[0] as CheckpointRecord), ...records.flatMap((r) => r.ops)];
    const record: PartitionRecord = {
      schema_version: 1,
      run_id: run.run_id,
      partition: id,
      status: 'done',
      result,
      ops,
      ledger: chainLedgers(ops),
      quarantine,
      finished_at: last.created_at,
    };
    writeJson(store, `${checkpointFolder(id)}/metadata.json`, {
      schema_version: 1,
      partition: id,
      checkpoints: records,
    });
    return { record: writeJson(store, resultRecord(id), record), result, ledger: record.ledger };
  });
}

function cutCount(record: CheckpointRecord): PartitionRecord['ops'][number] {
  return { index: -1, name: 'partition', ...record.ledger, duration: 0 };
}

/** Links the checkpoint as the result; a result of another content gives way. */
function publish(store: Store, last: CheckpointRecord, target: string): FileRef {
  if (store.copy(last.file, target) === 'exists') {
    store.remove(target);
    store.copy(last.file, target);
  }
  return { path: target, sha256: last.sha256, bytes: last.bytes };
}

function joinQuarantine(store: Store, records: readonly CheckpointRecord[], target: string): FileRef | null {
  const parts = records.flatMap((r) => (r.quarantine ? [store.read(r.quarantine.path)] : []));
  if (parts.length === 0) return null;
  const bytes = Buffer.concat(parts);
  store.commit(target, bytes, { mode: 'replace', permissions: 0o600 });
  return { path: target, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
