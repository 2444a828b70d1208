/** The ends of a partition: its result is published, or it is left out. */
import { createHash } from 'node:crypto';
import type { CheckpointRecord, FileRef, PartitionRecord } from '../model/checkpoint.js';
import type { FinishResult, PartitionTask, RunRef, SkipResult, SkipTask } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { fileEnding } from '../model/file-form.js';
import { chainLedgers } from '../model/ledger.js';
import type { ConvertJob } from '../engine/job.js';
import { checkpointSlots } from '../engine/slots.js';
import { readVerified, writeJson } from '../storage/json-file.js';
import { checkpointFolder, quarantineFile, resultFile, resultRecord } from '../storage/layout.js';
import { readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { partitionOf, runFiles } from './run-files.js';

/**
 * Publishes a partition's result: a link to its last checkpoint, or its rows in the form of results where that is another;
 * its quarantined rows in one file, its record.
 */
export function finishPartition(
  deps: ActivityDependencies,
  { run, partition: id }: PartitionTask,
): Promise<FinishResult> {
  return measured(run, async () => {
    const files = runFiles(run);
    const { store, plan } = files;
    const partition = partitionOf(files, id);
    const records = recordsOf(store, checkpointSlots(plan, partition));
    const last = records.at(-1) as CheckpointRecord;
    const target = resultFile(id) + fileEnding(plan.storage);
    const result = plan.storage.checkpoints
      ? await converted(deps, { run, plan, partition, target })
      : publish(store, last, target);
    const quarantine = joinQuarantine(store, records, quarantineFile(id));
    const ops = [cutCount(records[0] as CheckpointRecord), ...records.flatMap((r) => r.ops)];
    const record: PartitionRecord = {
      schema_version: 1,
      run_id: run.run_id,
      partition: id,
      status: 'done',
      fingerprint: last.fingerprint,
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

function recordsOf(store: Store, slots: readonly CheckpointSlot[]): CheckpointRecord[] {
  return slots.map((slot) => {
    const record = readRecord(store, slot);
    if (!record) throw new JuicerError('E_CHECKPOINT', `the record of ${slot.stem} is missing or damaged`);
    return record;
  });
}

/** Rows are decoded and written anew, which no main thread does. */
function converted(
  deps: ActivityDependencies,
  { run, ...o }: Pick<ConvertJob, 'plan' | 'partition' | 'target'> & { run: RunRef },
): Promise<FileRef> {
  return runJob<'convert'>(
    deps,
    { kind: 'convert', dir: run.dir, ...o },
    {
      phase: 'finish',
      total: o.partition.rows,
      bytes: o.partition.bytes,
      memoryMb: o.plan.settings.memory_mb,
      folders: ['results'],
    },
  );
}

/** Writes the record of a partition that is left out; what it came to so far stays where it is. */
export function skipPartition(_deps: ActivityDependencies, task: SkipTask): Promise<SkipResult> {
  const { run, partition: id, failure } = task;
  return measured(run, async () => {
    const files = runFiles(run);
    const { type, message, op } = failure;
    const record: PartitionRecord = {
      schema_version: 1,
      run_id: run.run_id,
      partition: id,
      status: 'skipped',
      rows: partitionOf(files, id).rows,
      failure: { type, message, ...(op === undefined ? {} : { op }) },
      finished_at: new Date().toISOString(),
    };
    return { record: writeJson(files.store, resultRecord(id), record) };
  });
}

function cutCount(
  record: CheckpointRecord,
): { index: number; name: string; duration: number } & CheckpointRecord['ledger'] {
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
  const parts = records.flatMap((r) => (r.quarantine ? [readVerified(store, r.quarantine)] : []));
  if (parts.length === 0) {
    store.remove(target);
    return null;
  }
  const bytes = Buffer.concat(parts);
  store.commit(target, bytes, { mode: 'replace', permissions: 0o600 });
  return { path: target, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
}
