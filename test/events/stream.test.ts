import assert from 'node:assert/strict';
import test from 'node:test';
import type { Client } from '@temporalio/client';
import { exportRunEvents } from '../../src/events/export.js';
import { eventsFromHistories } from '../../src/events/from-history.js';
import type { Execution } from '../../src/events/history.js';
import type { JuicerEvent } from '../../src/model/event.js';
import { donePartition, runHistory, START, verdict } from './history-builder.js';
import { assertSound } from './pairing.js';

/** A server that knows some executions; the last one of a workflow is its newest. */
function serverWith(executions: readonly Execution[], asked: string[] = []): Client {
  const find = (id: string, runId?: string): Execution | undefined =>
    executions.findLast((e) => e.workflowId === id && (runId === undefined || e.runId === runId));
  const getHandle = (id: string, runId?: string): object => ({
    describe: () => Promise.resolve({ runId: find(id)?.runId }),
    fetchHistory: () => {
      asked.push(runId ?? id);
      const found = find(id, runId);
      return found ? Promise.resolve({ events: found.events }) : Promise.reject(notFound());
    },
  });
  const list = async function* (): AsyncGenerator<{ runId: string }> {
    for (const e of executions) if (e.workflowId === 'r') yield await Promise.resolve({ runId: e.runId });
  };
  return { workflow: { getHandle, list } } as unknown as Client;
}

function notFound(): Error {
  return Object.assign(new Error('workflow not found'), { code: 5, details: '', metadata: {} });
}

/** A run's execution that started these partitions. */
function parentOf(
  children: readonly Execution[],
  end: 'done' | Record<string, unknown> = 'done',
  runId = 'parent',
): Execution {
  const parent = runHistory(runId, runId === 'parent' ? undefined : { next: 1 });
  for (const { workflowId, runId: child } of children) {
    const initiatedEventId = parent.event({ startChildWorkflowExecutionInitiatedEventAttributes: {} });
    parent.event({
      childWorkflowExecutionStartedEventAttributes: {
        initiatedEventId,
        workflowExecution: { workflowId, runId: child },
      },
    });
  }
  return end === 'done'
    ? parent.activity({ type: 'exportEvents', input: { verdict: verdict('done') } }).build()
    : parent.add(end).build();
}

async function all(events: AsyncIterable<JuicerEvent>): Promise<JuicerEvent[]> {
  const list: JuicerEvent[] = [];
  for await (const event of events) list.push(event);
  return list;
}

const many = Array.from({ length: 40 }, (_, i) => donePartition(i, `child-${i}`, START + 100 + i * 7));

test('lines read as a stream are those made of all histories at once', async () => {
  const parent = parentOf(many);
  const streamed = await all(exportRunEvents(serverWith([parent, ...many]), { runId: 'r', dir: null }));
  assertSound(streamed);
  assert.deepEqual(streamed, eventsFromHistories([parent, ...many]));
});

test('an export that is repeated gives the same lines', async () => {
  const server = serverWith([parentOf(many), ...many]);
  const place = { runId: 'r', dir: null };
  assert.deepEqual(await all(exportRunEvents(server, place)), await all(exportRunEvents(server, place)));
});

test('executions that continue each other are found from any one of them', async () => {
  const [a, b] = [many.slice(0, 2), many.slice(2, 4)];
  const first = parentOf(a, {
    workflowExecutionContinuedAsNewEventAttributes: { newExecutionRunId: 'second' },
  });
  const second = parentOf(b, 'done', 'second');
  const knowsFirst = { ...serverWith([first, second, ...a, ...b]) };
  const events = await all(exportRunEvents(knowsFirst as Client, { runId: 'r', dir: null }));
  assert.equal(events.filter((e) => e.event_type === 'PARTITION_COMPLETE').length, 4);
  assert.equal(events.filter((e) => e.event_type === 'PROCESSING_START').length, 1);
});

test('a history that the server has dropped is reported and leaves a warning, the rest stands', async () => {
  const gone: string[] = [];
  const server = serverWith([parentOf(many), ...many.slice(1)]);
  const place = { runId: 'r', dir: null, onGone: (id: string) => gone.push(id) };
  const events = await all(exportRunEvents(server, place));
  assertSound(events);
  assert.deepEqual(gone, ['r/p000000']);
  assert.deepEqual(
    events.filter((e) => e.event_type === 'WARNING').map((e) => e.partition_id),
    [0],
  );
  assert.equal(events.filter((e) => e.event_type === 'PARTITION_COMPLETE').length, 39);
});

test('histories are read a few ahead of what is consumed, not all at once', async () => {
  const asked: string[] = [];
  const events = exportRunEvents(serverWith([parentOf(many), ...many], asked), { runId: 'r', dir: null });
  await events.next();
  assert.ok(asked.length > 1 && asked.length < 30, `${asked.length} histories were read`);
  await events.return(undefined);
});
