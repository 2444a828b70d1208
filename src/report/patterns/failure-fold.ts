/** Counts the failed attempts of a run by op, kind of error, partition and worker, line by line. */
import { atLeast } from '../../events/log-file.js';
import { REPORT_STEP } from '../../events/tally.js';
import { workerOf } from '../../events/usage-tally.js';
import type { JuicerEvent } from '../../model/event.js';
import type { EventLogging } from '../../model/plan.js';

/** How often each name occurs. */
export type Counts = Map<string, number>;

/** Failed attempts by what they have in common, and how many lines there are of each level. */
export class FailureFold {
  readonly byOp: Counts = new Map();
  readonly byType: Counts = new Map();
  readonly byPartition: Counts = new Map();
  readonly byWorker: Counts = new Map();
  /** Op and kind of error together, joined by a line feed. */
  readonly byOpAndType: Counts = new Map();
  readonly lines = { DEBUG: 0, INFO: 0, WARNING: 0, ERROR: 0 };
  /** Time of the attempts at segments, and of the ops that they completed, seconds. */
  segmentTime = 0;
  opTime = 0;
  /** Histories that the server had dropped before they could be told. */
  goneHistories = 0;

  /** Takes a line. */
  add(event: JuicerEvent): void {
    if (event.provisional) return;
    for (const level of Object.keys(this.lines) as EventLogging['log_level'][])
      if (atLeast(level, event.event_type)) this.lines[level]++;
    if (event.message.startsWith('the server no longer has the history')) this.goneHistories++;
    this.addTimes(event);
    if (event.event_type === 'OPERATION_ERROR' && event.operation_name !== REPORT_STEP)
      this.addFailure(event);
  }

  private addTimes({ event_type: type, operation_idx: op, duration, metadata }: JuicerEvent): void {
    if (op === null || op < 0 || duration === null) return;
    if (type === 'RESOURCE_USAGE') this.segmentTime += duration;
    if (type === 'OPERATION_COMPLETE' && metadata['outcome'] === 'made') this.opTime += duration;
  }

  private addFailure({ operation_name: name, partition_id: partition, metadata }: JuicerEvent): void {
    const op = name ?? 'unknown';
    const type = typeof metadata['error_type'] === 'string' ? metadata['error_type'] : 'Error';
    count(this.byOp, op);
    count(this.byType, type);
    count(this.byOpAndType, `${op}\n${type}`);
    count(this.byWorker, workerOf(metadata));
    if (partition !== null) count(this.byPartition, String(partition));
  }
}

function count(counts: Counts, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
