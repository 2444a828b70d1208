/** The event log of the synthetic run: two partitions, two ops, one failed attempt. */
import type { OpLine } from './synthetic-rows.js';

/** Makes the events of a run whose partitions' ops are given, in canonical order. */
export function syntheticEvents(runId: string, partitions: readonly OpLine[][]): Record<string, unknown>[] {
  const events: Record<string, unknown>[] = [];
  const add = (type: string, fields: Record<string, unknown> = {}): void => {
    const partition = fields['partition_id'] as number | undefined;
    const child = partition === undefined ? '' : `/p${String(partition).padStart(6, '0')}`;
    events.push({
      event_type: type,
      timestamp: 1_700_000_000 + events.length / 8,
      message: type.toLowerCase().replaceAll('_', ' '),
      partition_id: null,
      operation_name: null,
      operation_idx: null,
      duration: null,
      attempt: null,
      error_message: null,
      stack_trace: null,
      metadata: {},
      resource_usage: null,
      performance_metrics: null,
      source: {
        workflow_id: runId + child,
        run_id: `execution${child}`,
        event_id: events.length + 1,
        index: 0,
      },
      ...fields,
    });
  };
  add('PROCESSING_START');
  for (const [id, ops] of partitions.entries()) partitionEvents(id, ops, add);
  add('DATASET_SAVE');
  add('PROCESSING_COMPLETE', { duration: 3 });
  return events;
}

function partitionEvents(
  id: number,
  ops: readonly OpLine[],
  add: (type: string, f: Record<string, unknown>) => void,
): void {
  add('PARTITION_START', { partition_id: id });
  for (const op of ops.filter((o) => o.index >= 0)) {
    const at = { partition_id: id, operation_name: op.name, operation_idx: op.index };
    // The last partition's first op needs a second attempt.
    const attempts = id === 1 && op.index === 0 ? 2 : 1;
    for (let attempt = 1; attempt < attempts; attempt++) {
      add('OPERATION_START', { ...at, attempt });
      add('OPERATION_ERROR', { ...at, attempt, error_message: 'worker lost' });
      add('OPERATION_RETRY', { ...at, attempt: attempt + 1 });
    }
    const { rows_in, rows_out } = op;
    add('OPERATION_START', { ...at, attempt: attempts });
    add('OPERATION_COMPLETE', {
      ...at,
      attempt: attempts,
      duration: 0.1,
      performance_metrics: { rows_in, rows_out, rows_per_second: rows_in * 10 },
    });
    add('CHECKPOINT_SAVE', at);
  }
  add('PARTITION_COMPLETE', { partition_id: id });
}
