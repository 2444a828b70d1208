/** Folds the events of a run into what the live view shows. */
import { addEvent, emptyTally, type Tally } from '../../events/tally.js';
import type { Alert } from '../../model/alert.js';
import type { JuicerEvent } from '../../model/event.js';
import { Recent, type RecentRate } from './recent.js';

const ALERTS = 5;

/** The sums so far; memory is bounded by partitions × ops. */
export class WatchFold {
  readonly tally: Tally = emptyTally();
  /** The newest, oldest first. */
  readonly alerts: Alert[] = [];
  private readonly recent = new Recent();

  /** Takes a line, in order of arrival or any other; provisional ones tell what goes on now. */
  add(event: JuicerEvent): void {
    addEvent(this.tally, event);
    if (event.provisional) return;
    if (event.event_type === 'OPERATION_COMPLETE') this.addWork(event);
    const { alert } = event.metadata;
    if (event.event_type !== 'WARNING' || typeof alert !== 'object' || alert === null) return;
    this.alerts.push(alert as Alert);
    if (this.alerts.length > ALERTS) this.alerts.shift();
  }

  /** Rows and bytes per second of late; null before there is anything to tell from. */
  rate(now: number): RecentRate | null {
    return this.recent.rate(now);
  }

  /** What was taken over from another run, or only found, is no work. */
  private addWork({ partition_id: id, metadata, timestamp: at }: JuicerEvent): void {
    const partition = id === null ? undefined : this.tally.partitions.get(id);
    if (!partition || metadata['outcome'] !== 'made') return;
    const ops = Math.max(1, this.tally.run.opNames.length);
    this.recent.add({ at, rows: (partition.rows ?? 0) / ops, bytes: partition.bytes / ops });
  }
}
