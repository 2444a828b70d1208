/** One event made by hand. */
import type { EventType, JuicerEvent } from '../../src/model/event.js';

/** An event of this type and time, epoch seconds; what is not given is null, empty, or the type in small letters. */
export function plainEvent(
  event_type: EventType,
  timestamp: number,
  fields: Partial<JuicerEvent> = {},
): JuicerEvent {
  return {
    event_type,
    timestamp,
    message: event_type.toLowerCase(),
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
    source: { workflow_id: 'r', run_id: 'x', event_id: 1, index: 0 },
    ...fields,
  };
}
