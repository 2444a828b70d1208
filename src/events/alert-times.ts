/** How long attempts at ops take, while they run and when they end. */
import type { JuicerEvent } from '../model/event.js';
import { activityKey } from './alert-failures.js';

/** An attempt held against a limit. Seconds; `since`: epoch seconds at which it passed the limit. */
export interface OpTime {
  op: string;
  partition: number | null;
  seconds: number;
  since: number;
  slow: boolean;
  running: boolean;
}

interface Running {
  op: string;
  partition: number | null;
  startedAt: number;
  slow: boolean;
}

/** No attempt of a partition runs after these. */
const PARTITION_ENDS: readonly string[] = ['PARTITION_COMPLETE', 'PARTITION_ERROR', 'CANCELLED', 'PAUSED'];

/** Follows the attempts at the recipe's ops; steps such as the reading of a partition are none. */
export class OpTimes {
  /** By activity. */
  private readonly open = new Map<string, Running>();

  /** The attempt that ended with this event, if one did. */
  take(event: JuicerEvent, limit: number | null): OpTime[] {
    const { event_type: type, operation_name: op, operation_idx: index } = event;
    if (PARTITION_ENDS.includes(type)) this.forget(event.source);
    if (op === null || index === null || index < 0) return [];
    const key = activityKey(event);
    if (type === 'OPERATION_START' && event.provisional) {
      const startedAt = Number(event.metadata.started_at ?? event.timestamp);
      this.open.set(key, { op, partition: event.partition_id, startedAt, slow: false });
    }
    if (type !== 'RESOURCE_USAGE' && type !== 'OPERATION_ERROR') return [];
    this.open.delete(key);
    if (event.duration === null || limit === null) return [];
    const startedAt = Number(event.metadata.started_at ?? event.timestamp - event.duration);
    return [
      {
        op,
        partition: event.partition_id,
        seconds: event.duration,
        since: startedAt + limit,
        slow: event.duration > limit,
        running: false,
      },
    ];
  }

  /** The running attempts that are beyond the limit by now. */
  running(now: number, limit: number): OpTime[] {
    const times: OpTime[] = [];
    for (const attempt of this.open.values()) {
      const { op, partition, startedAt } = attempt;
      const seconds = now - startedAt;
      if (seconds <= limit) continue;
      attempt.slow = true;
      times.push({ op, partition, seconds, since: startedAt + limit, slow: true, running: true });
    }
    return times;
  }

  private forget({ workflow_id, run_id }: JuicerEvent['source']): void {
    for (const key of this.open.keys()) {
      if (key.startsWith(`${workflow_id} ${run_id} `)) this.open.delete(key);
    }
  }

  /** Whether an attempt at this op is known to be beyond the limit and still runs. */
  slowRunning(op: string): boolean {
    return [...this.open.values()].some((attempt) => attempt.op === op && attempt.slow);
  }
}
