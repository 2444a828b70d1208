/** Joins what the tracer kept: of each op the first samples in input order, whatever order partitions were worked on. */
import path from 'node:path';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { Partition, Plan, PlannedOp, Segment } from '../model/plan.js';
import { removeFolder } from '../storage/folders.js';
import { sealed, sha256 } from '../storage/json-file.js';
import { TRACE, traceFile } from '../storage/layout.js';
import { readRecord, type CheckpointSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { settleTexts } from '../table/settle-texts.js';
import type { TraceJob, TraceOutcome } from './job.js';
import { preparedOp } from './prepared.js';
import { runOp } from './run-op.js';
import { checkpointSlots } from './slots.js';
import { tableAfter } from './standing.js';
import { isTraced, opTracers, tracedOps, type TracedOp } from './tracer.js';
import { keepTrace, keptTrace, TRACE_PARTS } from './tracer-piece.js';

const MISSED = `${TRACE}/missed.json`;

/** The samples of one op so far. */
interface Taken {
  op: PlannedOp;
  lines: string[];
}

interface Scene {
  plan: Plan;
  store: Store;
  taken: Map<number, Taken>;
  missed: TraceOutcome['missed'];
  onRows(): void;
}

/**
 * Writes a file per traced op that has samples. A segment whose samples are not there (its checkpoint was taken over from
 * another run, or the piece is damaged) goes through its ops once more. Where that cannot be done `trace/missed.json` says so.
 */
export async function joinTrace(
  job: TraceJob,
  store: Store,
  onDone: (done: number) => void,
): Promise<TraceOutcome> {
  const { plan, partitions } = job;
  const traced = plan.ops.filter((op) => isTraced(plan, op));
  const taken = new Map(traced.map((op) => [op.index, { op, lines: [] as string[] }]));
  let steps = 0;
  const scene = { plan, store, taken, missed: [], onRows: () => onDone(++steps) };
  for (const partition of partitions) {
    if (traced.every((op) => isFull(scene, op.index))) break;
    await takePartition(scene, partition);
    scene.onRows();
  }
  const files = [...taken.values()].flatMap((one) => writeSamples(store, plan, one));
  files.push(...writeMissed(store, scene.missed));
  if (!plan.settings.preserve_intermediate) removeFolder(path.join(job.dir, TRACE_PARTS));
  return { files, missed: scene.missed };
}

async function takePartition(scene: Scene, partition: Partition): Promise<void> {
  const { plan, store, taken } = scene;
  const slots = checkpointSlots(plan, partition);
  for (const segment of plan.segments) {
    const slot = slots[segment.index + 1];
    const wanted = [...taken.keys()].some(
      (op) => op >= segment.from && op <= segment.to && !isFull(scene, op),
    );
    if (!slot || !wanted) continue;
    const ops = keptTrace(store, slot) ?? (await rebuilt(scene, { partition, segment, slot }));
    for (const { index, lines } of ops) {
      const one = taken.get(index);
      one?.lines.push(...lines.slice(0, (plan.trace?.num ?? 0) - one.lines.length));
    }
  }
}

function isFull({ plan, taken }: Scene, op: number): boolean {
  return (taken.get(op)?.lines.length ?? 0) >= (plan.trace?.num ?? 0);
}

/** The samples of a segment that was done, made again and kept; none of one that was not, or was given up. */
async function rebuilt(
  scene: Scene,
  at: { partition: Partition; segment: Segment; slot: CheckpointSlot },
): Promise<TracedOp[]> {
  const { plan, store } = scene;
  const record = readRecord(store, at.slot);
  if (!record) return [];
  const ops = plan.ops.slice(at.segment.from, at.segment.to + 1);
  const idle = ops.every((op, k) => op.kind === 'filter' && record.ops[k]?.rejected === 0);
  if (record.given_up || idle) return [];
  try {
    const traced = await ranAgain(scene, at);
    keepTrace(store, at.slot, traced);
    return traced;
  } catch (error) {
    if (!(error instanceof JuicerError) || error.code === 'E_DISK_FULL') throw error;
    const { code, message } = error;
    const reason = `${code}: ${message}`;
    scene.missed.push({ partition: at.partition.id, segment: at.segment.index, reason });
    return [];
  }
}

async function ranAgain(
  { plan, store, onRows }: Scene,
  { partition, segment }: { partition: Partition; segment: Segment },
): Promise<TracedOp[]> {
  const ops = plan.ops.slice(segment.from, segment.to + 1);
  const before = await tableAfter({ store, plan, partition }, segment.from - 1);
  let table = settleTexts(before.table, plan.reader.text_key);
  const tracers = opTracers(plan, ops);
  const context = { textKey: plan.reader.text_key, batchSize: plan.batch_size, onRows };
  for (const [k, op] of ops.entries())
    ({ table } = runOp(table, preparedOp(op), { ...context, trace: tracers[k] }));
  return tracedOps(plan, { ops, tracers, layouts: table.layouts });
}

function writeSamples(store: Store, plan: Plan, { op, lines }: Taken): FileRef[] {
  const again = plan.ops.findIndex(({ name }) => name === op.name) < op.index;
  const file = traceFile(op.name, again ? `-${String(op.index).padStart(3, '0')}` : '');
  return written(store, file, lines.length > 0 ? Buffer.from(`${lines.join('\n')}\n`) : null);
}

function writeMissed(store: Store, missed: TraceOutcome['missed']): FileRef[] {
  return written(store, MISSED, missed.length > 0 ? sealed({ schema_version: 1, missed }) : null);
}

/** Writes a file, or removes what an earlier execution wrote there. */
function written(store: Store, file: string, bytes: Uint8Array | null): FileRef[] {
  if (!bytes) {
    store.remove(file);
    return [];
  }
  store.commit(file, bytes, { mode: 'replace', permissions: 0o600 });
  return [{ path: file, sha256: sha256(bytes), bytes: bytes.length }];
}
