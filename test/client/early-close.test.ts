/** An executor that is closed before its run has ended: nothing hangs, and nothing is lost. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createExecutor, EventType, loadRecipe, openRun, type JuicerEvent } from '../../src/client.js';
import { jsonLines } from '../e2e/artefacts.js';
import { workspace, type Workspace } from '../e2e/support.js';
import { ownEnvironment, writeRecipe } from './executor-support.js';

describe('an executor that is closed early', () => {
  let ws: Workspace;

  before(() => {
    ws = workspace();
  });
  after(() => ws.remove());

  it('ends every wait; the run is kept, and goes on when it is opened again', async () => {
    const env = { ...ownEnvironment(), JUICER_HEARTBEAT_MS: '2000' };
    const connect = { stateDir: ws.path('.juicer'), env };
    // One partition at a time: it is far from its end when the first one is told.
    const recipe = loadRecipe(writeRecipe(ws, 'early', 10), ['max_concurrent_partitions=1']);
    await using executor = createExecutor(recipe, {
      ...connect,
      reuse: 'none',
    });
    const running = executor.run();
    const seen: JuicerEvent[] = [];
    for await (const event of executor.monitorEvents()) {
      seen.push(event);
      if (event.event_type === EventType.PARTITION_COMPLETE) break;
    }
    const rest = executor.monitorEvents();
    await rest.next();
    await executor.close();
    await assert.rejects(running, { code: 'E_CONNECTION', hint: /goes on with it/ });
    while (!(await rest.next()).done);
    assert.ok(!seen.some((event) => event.event_type === EventType.PROCESSING_COMPLETE));

    await using again = await openRun(executor.runId, connect);
    const dataset = await again.run();
    assert.equal(jsonLines(ws.read('out/early.jsonl')).length, dataset.rows);
    const ends = await again.getEvents({ eventType: EventType.PROCESSING_COMPLETE });
    assert.equal(ends.length, 1);
  });

  it('has nothing to end when it never ran', async () => {
    const executor = createExecutor(loadRecipe(writeRecipe(ws, 'never', 60)), { stateDir: ws.path('.none') });
    await executor.close();
    await assert.rejects(executor.run(), { code: 'E_USAGE' });
  });
});
