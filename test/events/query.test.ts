import assert from 'node:assert/strict';
import test from 'node:test';
import { eventsFromHistories } from '../../src/events/from-history.js';
import { filterEvents, type EventFilter } from '../../src/events/query.js';
import type { JuicerEvent } from '../../src/model/event.js';
import { donePartition, runHistory, START } from './history-builder.js';

const events = eventsFromHistories([runHistory().build(), donePartition(0, 'c0', START)]);

async function found(filter: EventFilter): Promise<JuicerEvent[]> {
  const list: JuicerEvent[] = [];
  for await (const event of filterEvents(events, filter)) list.push(event);
  return list;
}

test('events are found by several types at once, in the order in which they stand', async () => {
  const eventType = ['PARTITION_COMPLETE', 'PARTITION_START'] as const;
  const expected = events.filter((e) => e.event_type.startsWith('PARTITION_'));
  assert.ok(expected.length >= 2);
  assert.deepEqual(await found({ eventType }), expected);
  assert.deepEqual(await found({ eventType: [] }), []);
});

test('events are found by the number of their attempt; those without one are not', async () => {
  const expected = events.filter((e) => e.attempt === 1);
  assert.ok(expected.length > 0);
  assert.deepEqual(await found({ attempt: 1 }), expected);
  assert.deepEqual(await found({ attempt: 2 }), []);
});
