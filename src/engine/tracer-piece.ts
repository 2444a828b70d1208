/** What the tracer kept of one segment on one partition: a sealed file, beside nothing that the run depends on. */
import { sealed, unsealed } from '../storage/json-file.js';
import { TRACE } from '../storage/layout.js';
import type { CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import type { TracedOp } from './tracer.js';

interface TracePiece {
  schema_version: 1;
  /** That of the segment's checkpoint: the samples are of this recipe and input. */
  fingerprint: string;
  ops: TracedOp[];
}

/** Folder of a run that holds the pieces. */
export const TRACE_PARTS = `${TRACE}/parts`;

/** Writes the samples of a segment, none too: then it is known that there are none. */
export function keepTrace(store: Store, slot: CheckpointSlot, ops: TracedOp[]): void {
  const piece: TracePiece = { schema_version: 1, fingerprint: slot.fingerprint, ops };
  store.commit(pieceFile(slot), sealed(piece), { mode: 'replace', permissions: 0o600 });
}

/** The samples of a segment; null when there are none to be read, or they are of another recipe or input. */
export function keptTrace(store: Store, slot: CheckpointSlot): TracedOp[] | null {
  const file = pieceFile(slot);
  if (store.size(file) === null) return null;
  const piece = unsealed<TracePiece>(store.read(file));
  return piece?.fingerprint === slot.fingerprint ? piece.ops : null;
}

function pieceFile({ stem }: CheckpointSlot): string {
  return `${stem.replace(/^checkpoints\//, `${TRACE_PARTS}/`)}.json`;
}
