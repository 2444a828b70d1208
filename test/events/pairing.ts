/** What must hold for any list of a run's events. */
import assert from 'node:assert/strict';
import type { EventType, JuicerEvent } from '../../src/model/event.js';

/** The lines of one kind, as `TYPE name#attempt`. */
export function told(events: readonly JuicerEvent[], pattern = /^OPERATION_/): string[] {
  return events
    .filter((e) => pattern.test(e.event_type))
    .map((e) => `${e.event_type.replace('OPERATION_', '')} ${e.operation_name}#${e.attempt}`);
}

/** The lines of one type. */
export function ofType(events: readonly JuicerEvent[], type: EventType): JuicerEvent[] {
  return events.filter((e) => e.event_type === type);
}

/** Fails unless the lines are in order, named once, and every start has its end. */
export function assertSound(events: readonly JuicerEvent[]): void {
  const sources = events.map(({ source: s }) => [s.workflow_id, s.run_id, s.event_id, s.index].join(' '));
  assert.equal(new Set(sources).size, sources.length, 'a source is named twice');
  const times = events.map((e) => e.timestamp);
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
    'lines are not in the order of time',
  );
  const groups = new Map<string, JuicerEvent[]>();
  for (const event of events.filter((e) => e.event_type.startsWith('OPERATION_'))) {
    groups.set(keyOf(event), [...(groups.get(keyOf(event)) ?? []), event]);
  }
  for (const [key, group] of groups) assertAttempts(key, group);
}

function keyOf(e: JuicerEvent): string {
  return `${e.source.run_id} ${e.partition_id} ${e.operation_idx} ${e.operation_idx === null ? e.operation_name : ''}`;
}

function assertAttempts(key: string, group: readonly JuicerEvent[]): void {
  let attempt = 0;
  let open = false;
  for (const event of group) {
    if (event.event_type === 'OPERATION_RETRY') continue;
    if (event.event_type === 'OPERATION_START') {
      assert.equal(open, false, `${key}: two starts without an end`);
      assert.equal(event.attempt, attempt + 1, `${key}: a gap in the attempts`);
      attempt++;
    } else {
      assert.equal(event.attempt, attempt, `${key}: an end of another attempt`);
    }
    open = event.event_type === 'OPERATION_START';
  }
  assert.equal(open, false, `${key}: a start without an end`);
}
