/** Partitions that are parked now, by the events of the runs that this worker follows. */
import type { JuicerEvent } from '../model/event.js';
import type { WorkerMetrics } from './metrics.js';

const ENDS: readonly string[] = ['PROCESSING_COMPLETE', 'PROCESSING_ERROR'];
/** After these a partition waits no longer. */
const GOES_ON: readonly string[] = ['DECIDED', 'PARTITION_START', 'PARTITION_COMPLETE', 'CANCELLED', 'RERUN'];

/** Takes events of any number of runs; events that are taken again change nothing. */
export class ParkedPartitions {
  private readonly runs = new Map<string, Set<number>>();

  constructor(private readonly metrics: WorkerMetrics) {
    metrics.parked(0);
  }

  /** Takes an event of a run. */
  take(runId: string, { event_type: type, partition_id: partition }: JuicerEvent): void {
    if (ENDS.includes(type) || (type === 'CANCELLED' && partition === null)) this.forget(runId);
    if (partition === null) return;
    if (type === 'PARTITION_PARKED') this.of(runId).add(partition);
    else if (GOES_ON.includes(type)) this.runs.get(runId)?.delete(partition);
    else return;
    this.tell();
  }

  /** The run is followed no longer. */
  forget(runId: string): void {
    this.runs.delete(runId);
    this.tell();
  }

  private of(runId: string): Set<number> {
    const parked = this.runs.get(runId) ?? new Set<number>();
    this.runs.set(runId, parked);
    return parked;
  }

  private tell(): void {
    this.metrics.parked([...this.runs.values()].reduce((sum, parked) => sum + parked.size, 0));
  }
}
