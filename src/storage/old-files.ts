/** Removes the files of old checkpoints while a partition goes on. Records and quarantined rows always stay. */
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { CleanedFiles } from '../model/contract.js';
import { writeJson } from './json-file.js';
import { readRecord, type CheckpointSlot } from './records.js';
import type { Store } from './store.js';

interface Held {
  slot: CheckpointSlot;
  record: CheckpointRecord;
}

/**
 * Removes the files of all but the last `keep` checkpoints of `slots` (in chain order, without the partition's own). A
 * record is marked before its file goes: a file that is gone without a mark is damage, with it a choice.
 */
export function removeOldFiles(
  store: Store,
  slots: readonly CheckpointSlot[],
  keep: number,
): CleanedFiles | null {
  const held = slots.flatMap((slot): Held[] => {
    const record = readRecord(store, slot);
    return record && store.size(record.file) !== null ? [{ slot, record }] : [];
  });
  // A file whose record is marked was left by an attempt that died before it could remove it.
  const marked = held.filter(({ record }) => record.cleaned);
  const unmarked = held.filter(({ record }) => !record.cleaned);
  const old = unmarked.slice(0, Math.max(0, unmarked.length - keep));
  for (const { slot, record } of old) writeJson(store, `${slot.stem}.json`, { ...record, cleaned: true });
  const gone = [...marked, ...old].map(({ record }) => record);
  for (const record of gone) store.remove(record.file);
  return gone.length === 0
    ? null
    : { files: gone.length, bytes: gone.reduce((sum, record) => sum + record.bytes, 0) };
}
