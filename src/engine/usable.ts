/** How far the checkpoints of a partition can be used, by their records: no file is hashed here, none is touched. */
import type { CheckpointRecord } from '../model/checkpoint.js';
import type { Segment } from '../model/plan.js';
import type { Why } from '../model/reuse.js';
import type { Usable } from '../plan/forecast.js';
import { hasQuarantine, readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';

/** Where checkpoints are looked for. */
export interface LookUp {
  store: Store;
  /** The partition's own slot first, then one per segment. */
  slots: readonly CheckpointSlot[];
  segments: readonly Segment[];
  /** Whether the checkpoints would be taken over by another run. */
  foreign: boolean;
}

/** Records from the first slot on, each with its quarantined rows; and why the next one is not among them. */
export interface RecordChain {
  records: CheckpointRecord[];
  why: Why | null;
}

/** The records that can be used together. Their files are not looked at. */
export function recordChain(look: LookUp): RecordChain {
  const records: CheckpointRecord[] = [];
  for (const [i, slot] of look.slots.entries()) {
    const found = recordIn(look, slot, look.segments[i - 1]);
    if ('kind' in found) return { records, why: found };
    records.push(found);
  }
  return { records, why: null };
}

/** How far the checkpoints can be used: up to the furthest one whose file is there, with the size of its record. */
export function usableSlots(look: LookUp): Usable {
  const { records, why } = recordChain(look);
  let reason = why;
  for (const record of records.toReversed()) {
    const problem = fileProblem(look.store, record);
    if (!problem) return { slots: records.indexOf(record) + 1, why: reason };
    reason = problem;
  }
  return { slots: 0, why: reason };
}

function recordIn(look: LookUp, slot: CheckpointSlot, segment: Segment | undefined): CheckpointRecord | Why {
  const { store, foreign } = look;
  const record = readRecord(store, slot);
  if (!record) {
    const there = store.size(`${slot.stem}.json`) !== null;
    return there
      ? { kind: 'damaged', text: 'a record is damaged or of another recipe' }
      : { kind: 'not_done', text: 'it was not done' };
  }
  if (foreign && record.given_up)
    return { kind: 'given_up', text: 'its rows were quarantined there by decision' };
  if (segment && !isOver(record, segment))
    return { kind: 'places', text: 'its checkpoint is over other ops' };
  if (!hasQuarantine(store, record))
    return { kind: 'damaged', text: 'quarantined rows are missing or damaged' };
  return record;
}

/** A record holds the counts of the ops of its segment; over other ops they would be missing or told twice. */
function isOver({ ops }: CheckpointRecord, { from, to }: Segment): boolean {
  return ops[0]?.index === from && ops.at(-1)?.index === to && ops.length === to - from + 1;
}

function fileProblem(store: Store, record: CheckpointRecord): Why | null {
  if (record.cleaned) return { kind: 'cleaned', text: 'the file was removed to make room' };
  const size = store.size(record.file);
  if (size === null) return { kind: 'cleaned', text: 'the file is not there any more' };
  return size === record.bytes ? null : { kind: 'damaged', text: 'a file has not the size of its record' };
}
