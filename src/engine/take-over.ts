/** Takes over the checkpoints of an earlier run: file, record and quarantined rows become those of this run. */
import type { CheckpointRecord, FileRef } from '../model/checkpoint.js';
import type { SetAside } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { Donor, Reused } from '../model/reuse.js';
import { shownPath } from '../model/object-path.js';
import { copyBetween } from '../storage/copy-between.js';
import { exists } from '../storage/files.js';
import { readIfWhole, sha256, writeJson } from '../storage/json-file.js';
import { storeAt } from '../storage/store-at.js';
import { CLEANED, checkSlot, moveAside, readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { CutJob } from './job.js';
import { renamedLines } from './renamed-lines.js';
import { recordChain } from './usable.js';

/** What a cut that may take over works with. */
export interface TakeOver {
  job: CutJob;
  store: Store;
  slots: readonly CheckpointSlot[];
  /** Slots, from the first on, that stand in this run's own folder already. */
  standing: number;
}

/** What came over; `record` is that of the furthest checkpoint that came now, null when none did. */
export interface TakenOver {
  record: CheckpointRecord | null;
  reused: Reused;
  setAside: SetAside[];
}

/**
 * Takes over what the run's donor has beyond what stands here. Null when nothing here is, or could be, the donor's.
 * Whatever is wrong with the donor's files, they are not reused, and `reused.failed` says so; an error of this run's
 * own disk is thrown.
 */
export async function takeOver(o: TakeOver): Promise<TakenOver | null> {
  const donor = o.job.plan.reuse;
  if (!donor) return null;
  const taken: TakenOver = { record: null, reused: nothingFrom(donor), setAside: [] };
  const chain = offered(o, donor, taken.reused);
  const top = furthest(o, { donor, chain, taken });
  for (const offer of chain.slice(o.standing, top)) taken.record = await commitOffer(o, offer, donor);
  for (const slot of o.slots.slice(0, Math.max(top, o.standing)))
    tell(taken.reused, readRecord(o.store, slot));
  return taken.reused.up_to_op !== null || taken.reused.failed ? taken : null;
}

/** An attempt that took something over may have died before it could tell; so all that came is told by each. */
function tell(reused: Reused, record: CheckpointRecord | null): void {
  if (!record?.reused_from) return;
  reused.up_to_op = record.index;
  reused.rows = record.rows_out;
  reused.ops.push(...record.ops);
  const { index, file, sha256, bytes } = record;
  reused.checkpoints.push({ index, path: file, sha256, bytes });
}

function nothingFrom(donor: Donor): Reused {
  return { from_run: donor.run_id, up_to_op: null, rows: 0, ops: [], checkpoints: [], failed: null };
}

/** A checkpoint that the donor has: its record and its quarantined rows. */
interface Offer {
  slot: CheckpointSlot;
  record: CheckpointRecord;
  quarantine: Uint8Array;
  /** Whether its file stands in this run's folder now. */
  here: boolean;
}

function offered({ job, slots }: TakeOver, donor: Donor, reused: Reused): Offer[] {
  const store = storeAt(donor.dir);
  const records = unlessItFails(reused, shownPath(donor.dir), () => {
    if (!exists(donor.dir)) throw new JuicerError('E_IO', 'the folder of the run is not there any more');
    return recordChain({ store, slots, segments: job.plan.segments, foreign: true }).records;
  });
  const offers: Offer[] = [];
  for (const [i, record] of (records ?? []).entries()) {
    const quarantine = unlessItFails(reused, record.file, () =>
      record.quarantine ? readIfWhole(store, record.quarantine) : new Uint8Array(0),
    );
    if (!quarantine) break;
    offers.push({ slot: slots[i] as CheckpointSlot, record, quarantine, here: false });
  }
  return offers;
}

/** Brings files over, the furthest first, until one is sound; gives how many of the chain come over with it. */
function furthest(
  o: TakeOver,
  { donor, chain, taken }: { donor: Donor; chain: Offer[]; taken: TakenOver },
): number {
  let top = 0;
  for (const [i, offer] of [...chain.entries()].slice(o.standing).toReversed()) {
    clearSlot(o, offer.slot, taken.setAside);
    const { record } = offer;
    if (record.cleaned) continue;
    const problem = unlessItFails(taken.reused, record.file, () => bringFile(o, donor, record)) ?? null;
    if (problem === 'sound') {
      offer.here = true;
      top ||= i + 1;
    } else if (problem) taken.reused.failed ??= { path: record.file, reason: problem };
  }
  return top;
}

/** What stands in this run's own slot and is not sound gives way. */
function clearSlot({ store }: TakeOver, slot: CheckpointSlot, setAside: SetAside[]): void {
  const standing = checkSlot(store, slot);
  if (typeof standing === 'object' || standing === 'absent' || standing === CLEANED) return;
  setAside.push(...moveAside(store, slot, standing));
}

/** Links or copies a file, then hashes what has come: 'sound', or what is wrong with it. */
function bringFile({ job, store }: TakeOver, donor: Donor, record: CheckpointRecord): string {
  const outcome = copyBetween({ from: donor.dir, to: job.dir, token: job.token }, record.file);
  if (readIfWhole(store, { path: record.file, sha256: record.sha256, bytes: record.bytes })) return 'sound';
  if (outcome === 'exists') return 'another file stands in its place';
  store.remove(record.file);
  return 'its sha256 differs from its record';
}

/** Commits quarantined rows and record under this run's name. */
async function commitOffer({ job, store }: TakeOver, offer: Offer, donor: Donor): Promise<CheckpointRecord> {
  const { slot, here } = offer;
  const runId = job.plan.run_id;
  const { partition, plan } = job;
  const source = { contents: store, textKey: plan.reader.text_key };
  const lines = await renamedLines(offer.quarantine, { runId, partition, ...source });
  const quarantine = commitLines(store, `${slot.stem}.quarantine.jsonl`, lines);
  const { cleaned: _cleaned, ...kept } = offer.record;
  const mark = here ? {} : { cleaned: true as const };
  const record: CheckpointRecord = { ...kept, run_id: runId, quarantine, reused_from: donor.run_id, ...mark };
  writeJson(store, `${slot.stem}.json`, record);
  return record;
}

function commitLines(store: Store, file: string, bytes: Uint8Array): FileRef | null {
  if (bytes.length === 0) return null;
  store.commit(file, bytes, { mode: 'replace', permissions: 0o600 });
  return { path: file, sha256: sha256(bytes), bytes: bytes.length };
}

/** What fails at the donor is told and passed over; a full disk is this run's own. */
function unlessItFails<T>(reused: Reused, file: string, work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof JuicerError) || error.code !== 'E_IO') throw error;
    reused.failed ??= { path: file, reason: error.message };
    return null;
  }
}
