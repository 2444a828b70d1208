/** Events of attempts, as short as alerts need them. */
import type { JuicerEvent } from '../../src/model/event.js';

/** What is given of an event; the rest has plain values. */
export interface Told {
  type: JuicerEvent['event_type'];
  at: number;
  partition?: number | null;
  op?: string;
  index?: number;
  /** Number of the activity within its partition. */
  activity?: number;
  attempt?: number;
  duration?: number;
  startedAt?: number;
  lost?: boolean;
  message?: string;
  provisional?: true;
  freeDiskMb?: number;
}

/** One event. */
export function told(t: Told): JuicerEvent {
  const { partition = 0, attempt = 1 } = t;
  return {
    event_type: t.type,
    timestamp: t.at,
    message: 'm',
    partition_id: partition,
    operation_name: t.op ?? 'text_length_filter',
    operation_idx: t.index ?? 1,
    duration: t.duration ?? null,
    attempt,
    error_message: t.message ?? null,
    stack_trace: null,
    metadata: {
      activity_id: String(t.activity ?? 1),
      activity_attempt: attempt,
      ...(t.startedAt === undefined ? {} : { started_at: t.startedAt }),
      ...(t.lost === undefined ? {} : { lost: t.lost }),
    },
    resource_usage:
      t.freeDiskMb === undefined
        ? null
        : {
            cpu_seconds: 1,
            cpu_percent: null,
            peak_rss_mb: null,
            disk_read_mb: null,
            disk_write_mb: null,
            run_dir_mb: null,
            disk_free_mb: t.freeDiskMb,
          },
    performance_metrics: null,
    ...(t.provisional ? { provisional: true } : {}),
    source: {
      workflow_id: `run/p${String(partition ?? 0).padStart(6, '0')}`,
      run_id: 'x',
      event_id: t.at,
      index: 0,
    },
  };
}
