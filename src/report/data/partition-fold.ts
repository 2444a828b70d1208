/** What the events tell of each partition: its workflows' times, its attempts, the time of each op. */
import { isLeftOut, type JuicerEvent } from '../../model/event.js';
import type { Ledger } from '../../model/ledger.js';
import type { PartitionStatus, TimelineRow } from './value.js';

const MAX_MARKS = 20;
const TEXT_LIMIT = 200;

/** An op's last completion on a partition. */
export interface OpDone {
  seconds: number;
  ledger: Ledger;
}

/** A partition as the events show it. `begun` is the start of a workflow that has not ended. */
export interface PartitionSeen extends TimelineRow {
  begun: number | null;
  ops: Map<number, OpDone>;
}

/** Folds the events of partitions, in any order that keeps each partition's own. */
export class PartitionFold {
  readonly partitions = new Map<number, PartitionSeen>();

  /** Takes an event; those of the whole run are let pass. */
  add(event: JuicerEvent): void {
    if (event.partition_id === null) return;
    const seen = this.seen(event.partition_id);
    if (event.event_type === 'OPERATION_COMPLETE') addOp(seen, event);
    else if (event.event_type === 'OPERATION_ERROR') addFailure(seen, event);
    else addLife(seen, event);
  }

  private seen(partition: number): PartitionSeen {
    const known = this.partitions.get(partition);
    if (known) return known;
    const fresh: PartitionSeen = {
      partition,
      status: 'running',
      spans: [],
      marks: [],
      begun: null,
      ops: new Map(),
    };
    this.partitions.set(partition, fresh);
    return fresh;
  }
}

function addOp(seen: PartitionSeen, event: JuicerEvent): void {
  const ledger = event.metadata['ledger'];
  if (event.operation_idx === null || !isLedger(ledger)) return;
  seen.ops.set(event.operation_idx, { seconds: event.duration ?? 0, ledger });
}

function isLedger(value: unknown): value is Ledger {
  return typeof value === 'object' && value !== null && 'rows_in' in value && 'rows_out' in value;
}

/** An attempt is marked where it ended; one that was lost where its loss became known. */
function addFailure(seen: PartitionSeen, event: JuicerEvent): void {
  const ended = event.metadata['ended_at'];
  const at = typeof ended === 'number' ? ended : event.timestamp;
  const kind = event.metadata['lost'] === true ? 'lost' : 'failed';
  mark(seen, { at, kind, text: `${event.operation_name ?? 'attempt'}: ${event.error_message ?? 'failed'}` });
}

const ENDS: Partial<Record<JuicerEvent['event_type'], PartitionStatus>> = {
  PARTITION_COMPLETE: 'done',
  PARTITION_ERROR: 'failed',
  PAUSED: 'yielded',
  CANCELLED: 'cancelled',
};

function addLife(seen: PartitionSeen, event: JuicerEvent): void {
  const { event_type: type, timestamp: at } = event;
  if (type === 'PARTITION_START') {
    seen.status = 'running';
    seen.begun ??= at;
  } else if (type === 'PARTITION_PARKED') {
    seen.status = 'parked';
    mark(seen, { at, kind: 'parked', text: 'parked until a person decides' });
  } else if (isLeftOut(event)) seen.status = 'skipped';
  const end = ENDS[type];
  if (end === undefined) return;
  seen.status = end;
  if (end === 'yielded') mark(seen, { at, kind: 'yielded', text: 'stopped at a checkpoint' });
  if (seen.begun !== null) seen.spans.push([seen.begun, Math.max(seen.begun, at)]);
  seen.begun = null;
}

function mark(seen: PartitionSeen, made: TimelineRow['marks'][number]): void {
  if (seen.marks.length < MAX_MARKS) seen.marks.push({ ...made, text: made.text.slice(0, TEXT_LIMIT) });
}
