/**
 * Checkpoint records: what stands beside each checkpoint and says whether it is valid. Retry, resume and rerun are one
 * look-up, the furthest valid record (design §4, §6).
 */
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { sealed, sha256, unsealed } from './json-file.js';
import { setAsideFiles } from './set-aside.js';
import { committed, type Store, type Stored } from './store.js';

/** A place where a checkpoint belongs: its names and the fingerprint it must have. */
export interface CheckpointSlot {
  /** Op index; −1 for the partition's own file. */
  index: number;
  /** Path without extension, relative to the run's folder. */
  stem: string;
  /** Path of the file itself: the stem and the ending of its form. */
  file: string;
  fingerprint: string;
}

/** A valid record and the bytes of its file, hashed as they were read. */
export interface LoadedCheckpoint {
  record: CheckpointRecord;
  bytes: Uint8Array;
}

/** What {@link checkSlot} says of a checkpoint whose file was removed to make room: nothing is wrong with it. */
export const CLEANED = 'its file was removed to make room';

/** The record in a slot if it matches the slot's fingerprint, else null. Does not look at the file. */
export function readRecord(store: Store, slot: CheckpointSlot): CheckpointRecord | null {
  const name = `${slot.stem}.json`;
  if (store.size(name) === null) return null;
  const record = unsealed<CheckpointRecord>(store.read(name));
  return record?.fingerprint === slot.fingerprint ? record : null;
}

/**
 * The file of the furthest valid record among `slots` (in chain order), with what was found damaged or foreign on the
 * way set aside. Null when none is valid: the work starts from the input. A slot whose record is lost hides those after
 * it: its counts and quarantined rows are part of the result, so it is made again; the others are then found valid.
 */
export function loadFurthest(
  store: Store,
  slots: readonly CheckpointSlot[],
): { loaded: LoadedCheckpoint | null; setAside: SetAside[] } {
  const setAside: SetAside[] = [];
  for (const slot of slots.slice(0, recordsInARow(store, slots)).toReversed()) {
    const problem = checkSlot(store, slot);
    if (typeof problem === 'object') return { loaded: problem, setAside };
    if (problem !== 'absent' && problem !== CLEANED) setAside.push(...moveAside(store, slot, problem));
  }
  return { loaded: null, setAside };
}

/** How many slots from the first on have their record and quarantined rows; their files are not looked at. */
function recordsInARow(store: Store, slots: readonly CheckpointSlot[]): number {
  const missing = slots.findIndex((slot) => {
    const record = readRecord(store, slot);
    return !record || !hasQuarantine(store, record);
  });
  return missing === -1 ? slots.length : missing;
}

/** Whether the quarantined rows of a record are there, as they were committed. */
export function hasQuarantine(store: Store, { quarantine }: CheckpointRecord): boolean {
  if (!quarantine) return true;
  return (
    store.size(quarantine.path) === quarantine.bytes &&
    sha256(store.read(quarantine.path)) === quarantine.sha256
  );
}

/** Whether a slot holds a valid checkpoint: the checkpoint itself, 'absent', {@link CLEANED}, or what is wrong with it. */
export function checkSlot(store: Store, slot: CheckpointSlot): LoadedCheckpoint | string {
  const hasRecord = store.size(`${slot.stem}.json`) !== null;
  const record = readRecord(store, slot);
  if (!record) return hasRecord ? 'its record is damaged or belongs to another recipe or input' : 'absent';
  if (!hasQuarantine(store, record)) return 'its quarantined rows are missing or damaged';
  if (record.cleaned) return CLEANED;
  const size = store.size(record.file);
  if (size === null) return 'the file of its record is missing';
  if (size !== record.bytes) return `its file has ${size} bytes, its record says ${record.bytes}`;
  const bytes = store.read(record.file);
  if (sha256(bytes) !== record.sha256) return 'its sha256 differs from its record';
  return { record, bytes };
}

/** Moves a slot's file, quarantined rows and record to `set_aside/`, keeping all of them. */
export function moveAside(store: Store, slot: CheckpointSlot, reason: string): SetAside[] {
  const files = [slot.file, `${slot.stem}.quarantine.jsonl`, `${slot.stem}.json`];
  return setAsideFiles(store, files, reason);
}

/** What an attempt wants to commit in a slot. */
export interface NewCheckpoint {
  slot: CheckpointSlot;
  bytes: Uint8Array;
  /** JSON lines of quarantined rows, empty when there are none. */
  quarantine: Uint8Array;
  record: Omit<CheckpointRecord, 'file' | 'bytes' | 'sha256' | 'quarantine' | 'fingerprint'>;
}

/**
 * Commits quarantined rows, file, then record, without replacing anything valid: where a valid checkpoint stands
 * already (of another attempt), that one is adopted; a file without a valid record is set aside.
 */
export function commitCheckpoint(
  store: Store,
  made: NewCheckpoint,
): { record: CheckpointRecord; adopted: boolean; setAside: SetAside[] } {
  const { slot } = made;
  const { file } = slot;
  const standing = checkSlot(store, slot);
  if (typeof standing === 'object') return { record: standing.record, adopted: true, setAside: [] };
  const setAside = standing === 'absent' || standing === CLEANED ? [] : moveAside(store, slot, standing);
  const committed = commitFile(store, file, made.bytes);
  if (committed.outcome === 'exists' && sha256(store.read(file)) !== committed.sha256) {
    setAside.push(...moveAside(store, slot, 'a file without a record'));
    if (store.commit(file, made.bytes, { mode: 'if-absent' }) === 'exists') {
      throw new JuicerError('E_IO', `${file} was written by another attempt at the same time`);
    }
  }
  // Another attempt may have come further while this one stood still: what it committed is not touched any more.
  const meanwhile = checkSlot(store, slot);
  if (typeof meanwhile === 'object') return { record: meanwhile.record, adopted: true, setAside };
  const quarantine = commitQuarantine(store, `${slot.stem}.quarantine.jsonl`, made.quarantine);
  const record: CheckpointRecord = {
    ...made.record,
    fingerprint: slot.fingerprint,
    file,
    bytes: committed.bytes,
    sha256: committed.sha256,
    quarantine,
  };
  // The record of a file that was removed to make room gives way; any other that stands by now is another attempt's.
  const mode = standing === CLEANED && meanwhile === CLEANED ? 'replace' : 'if-absent';
  if (store.commit(`${slot.stem}.json`, sealed(record), { mode }) === 'committed')
    return { record, adopted: false, setAside };
  const other = checkSlot(store, slot);
  if (typeof other === 'object') return { record: other.record, adopted: true, setAside };
  throw new JuicerError('E_IO', `${slot.stem}.json was written by another attempt at the same time`);
}

/** Commits a file unless one stands there. Its digest is that of the writer, so that a large file is hashed once. */
function commitFile(
  store: Store,
  name: string,
  bytes: Uint8Array,
): Stored & { outcome: 'committed' | 'exists' } {
  const writer = store.writer(name);
  const outcome = committed(writer, 'if-absent', () => writer.append(bytes));
  return { ...writer.digest(), outcome };
}

function commitQuarantine(store: Store, path: string, bytes: Uint8Array): CheckpointRecord['quarantine'] {
  if (bytes.length === 0) {
    store.remove(path);
    return null;
  }
  store.commit(path, bytes, { mode: 'replace', permissions: 0o600 });
  return { path, sha256: sha256(bytes), bytes: bytes.length };
}
