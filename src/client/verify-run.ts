/** Holds every file of a run against its record: size and sha256. Nothing is moved or changed. */
import { checkpointSlots } from '../engine/slots.js';
import { manifestFiles } from '../export/manifest-files.js';
import type { Manifest } from '../model/artefacts.js';
import type { FileRef, PartitionRecord } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { Partition } from '../model/plan.js';
import { lookAt } from '../storage/files.js';
import { readJson, sha256 } from '../storage/json-file.js';
import { resultRecord, RUN_FILES } from '../storage/layout.js';
import { readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { OpenedRun } from './opened-run.js';
import { fileSha256 } from './run-size.js';

/** A file that is not as its record says. `partition` is null for the export. */
export interface BadFile {
  partition: number | null;
  path: string;
  problem: string;
}

/** What was looked at, and what was found. */
export interface Verified {
  /** Files that were hashed. */
  checked: number;
  bad: BadFile[];
}

/** Verifies partition files, checkpoints, quarantined rows and result of one partition. */
export function verifyPartition(run: OpenedRun, partition: Partition): Verified {
  const found: Verified = { checked: 0, bad: [] };
  const result = resultOf(run.store, partition.id, found);
  const slots = checkpointSlots(run.plan, partition);
  const furthest = slots.findLastIndex(({ stem }) => run.store.size(`${stem}.json`) !== null);
  // A partition that is done has the records of all its checkpoints, or of none when they were not to be kept.
  const due = furthest > 0 && result?.status === 'done' ? slots.length : furthest + 1;
  for (const slot of slots.slice(0, due)) verifySlot(run.store, slot, { partition: partition.id, found });
  if (result?.status === 'done') {
    for (const ref of [result.result, result.quarantine]) check(run.store, ref, partition.id, found);
  }
  return found;
}

function resultOf(store: Store, partition: number, found: Verified): PartitionRecord | null {
  const path = resultRecord(partition);
  try {
    return readJson<PartitionRecord>(store, path);
  } catch (error) {
    if (!(error instanceof JuicerError) || error.code !== 'E_CHECKPOINT') throw error;
    found.bad.push({ partition, path, problem: 'it is damaged' });
    return null;
  }
}

function verifySlot(store: Store, slot: CheckpointSlot, o: { partition: number; found: Verified }): void {
  const path = `${slot.stem}.json`;
  const record = readRecord(store, slot);
  if (!record) {
    const missing = store.size(path) === null;
    const problem = missing ? 'it is missing' : 'it is damaged or belongs to another recipe or input';
    o.found.bad.push({ partition: o.partition, path, problem });
    return;
  }
  const cleaned = record.cleaned === true && store.size(record.file) === null;
  const file = { path: record.file, sha256: record.sha256, bytes: record.bytes };
  for (const ref of [cleaned ? null : file, record.quarantine]) check(store, ref, o.partition, o.found);
}

function check(store: Store, ref: FileRef | null, partition: number, found: Verified): void {
  if (!ref) return;
  found.checked++;
  const problem = problemOf(store, ref);
  if (problem !== null) found.bad.push({ partition, path: ref.path, problem });
}

function problemOf(store: Store, ref: FileRef): string | null {
  const size = store.size(ref.path);
  if (size === null) return 'it is missing';
  if (size !== ref.bytes) return `it has ${size} bytes, its record says ${ref.bytes}`;
  return sha256(store.read(ref.path)) === ref.sha256 ? null : 'its sha256 differs from its record';
}

/**
 * Holds the export against the manifest; checks nothing when the run has none.
 * @throws JuicerError E_CHECKPOINT when the manifest is damaged.
 */
export async function verifyExport(run: Pick<OpenedRun, 'store'>): Promise<Verified> {
  const manifest = readJson<Manifest>(run.store, RUN_FILES.manifest);
  const found: Verified = { checked: 0, bad: [] };
  for (const file of manifest ? manifestFiles(manifest) : []) {
    found.checked++;
    const problem = await exportProblem(file);
    if (problem !== null) found.bad.push({ partition: null, path: file.path, problem });
  }
  return found;
}

/** Why a file is not as the manifest says; null when it is. */
export async function exportProblem(file: Manifest['files'][number]): Promise<string | null> {
  const size = lookAt(file.path)?.size;
  if (size === undefined) return 'the export is missing';
  if (size !== file.bytes) return `the export has ${size} bytes, the manifest says ${file.bytes}`;
  return (await fileSha256(file.path)) === file.sha256
    ? null
    : 'the sha256 of the export differs from the manifest';
}
