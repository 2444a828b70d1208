/** What the live view has told stays true: a history that is cut anywhere gives lines of the whole one, unchanged. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { GrowingLines, type LinesOf } from '../../src/events/growing-lines.js';
import type { Execution } from '../../src/events/history.js';
import { partitionLines } from '../../src/events/partition-lines.js';
import { runLines } from '../../src/events/run-lines.js';
import type { JuicerEvent } from '../../src/model/event.js';
import { parsePartitionWorkflowId } from '../../src/model/ids.js';
import { fixturesOf, recordedVersions } from '../replay/fixtures.js';
import { recorded } from './recorded-runs.js';

const fromScenarios = recordedVersions().flatMap((version) =>
  fixturesOf(version).map(({ name, events }): Execution => {
    const history = historyFromJSON({ events }).events ?? [];
    const child = history.some((e) => e.workflowExecutionStartedEventAttributes?.parentWorkflowExecution);
    return { workflowId: child ? `${name}/p000001` : name, runId: name, events: history };
  }),
);
const all = [...recorded('failed-run'), ...recorded('cancelled-run'), ...fromScenarios];

function linesOf(execution: Execution): LinesOf {
  const partition = parsePartitionWorkflowId(execution.workflowId);
  return partition ? (e) => partitionLines(e, new Set()) : runLines;
}

test('told event by event, or in random pieces, a history gives the lines of the whole one, each once', () => {
  assert.ok(all.length > 20);
  assert.ok(
    all.some((e) => parsePartitionWorkflowId(e.workflowId) !== null),
    'some are of partitions',
  );
  for (const execution of all) {
    const whole = linesOf(execution)(execution);
    for (const step of [1, 3, 7]) {
      const growing = new GrowingLines(execution, linesOf(execution));
      const given: JuicerEvent[] = [];
      for (let at = 0; at < execution.events.length; at += step)
        given.push(...growing.add(execution.events.slice(at, at + step)));
      const order = (a: JuicerEvent, b: JuicerEvent): number =>
        a.source.event_id - b.source.event_id || a.source.index - b.source.index;
      assert.deepEqual(given.sort(order), [...whole].sort(order), `${execution.workflowId} by ${step}`);
    }
  }
});
