/** One run as an object: started here, opened again, and known by its files only. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import {
  createExecutor,
  EventType,
  loadRecipe,
  openRun,
  type Dataset,
  type Executor,
  type JuicerEvent,
  type Row,
} from '../../src/client.js';
import { eventsOf, jsonLines } from '../e2e/artefacts.js';
import { alive, removeFolder, until, workspace, type Workspace } from '../e2e/support.js';
import { collect, FILTER, ownEnvironment, sortedLines, writeRecipe } from './executor-support.js';

describe('an executor', () => {
  let ws: Workspace;
  let connect: { stateDir: string; env: NodeJS.ProcessEnv };
  let executor: Executor;
  let watched: JuicerEvent[];
  let dataset: Dataset;

  before(async () => {
    ws = workspace();
    connect = { stateDir: ws.path('.juicer'), env: ownEnvironment() };
    executor = createExecutor(loadRecipe(writeRecipe(ws, 'exec', 60)), { ...connect, reuse: 'none' });
    await assert.rejects(executor.getEvents(), { code: 'E_NO_SUCH_RUN', hint: /run\(\)/ });
    const running = executor.run();
    watched = await collect(executor.monitorEvents());
    dataset = await running;
  });
  after(async () => {
    await executor.close();
    await ws.remove();
  });

  it('gives what the run exported, and the same again', async () => {
    const rows: Row[] = [];
    for await (const row of dataset) rows.push(row);
    assert.deepEqual(rows, jsonLines(ws.read('out/exec.jsonl')));
    assert.equal(dataset.length, rows.length);
    assert.equal(await executor.run(), dataset);
    assert.equal(executor.config.partition_size, 60);
    assert.equal(executor.dir, ws.path(`runs/${executor.runId}`));
  });

  it('shows every event once while the run goes on, and ends with it', async () => {
    const all = await executor.getEvents();
    assert.deepEqual(sortedLines(watched), sortedLines(all));
    assert.ok(all.some((event) => event.event_type === EventType.PROCESSING_COMPLETE));
    const filter = { eventType: EventType.OPERATION_COMPLETE, partitionId: 3, operationName: FILTER };
    assert.equal((await executor.getEvents(filter)).length, 1);
    assert.equal((await collect(executor.events({ limit: 7 }))).length, 7);
  });

  it('tells numbers, state and report', async () => {
    const status = await executor.getStatusSummary();
    assert.deepEqual([status.success_rate, status.active_partitions, status.completed_partitions], [1, 0, 5]);
    assert.ok(((await executor.getPerformanceSummary()).total_time ?? 0) > 0);
    assert.ok(await executor.getPerformanceSummary({ operationName: FILTER }));
    assert.equal((await executor.getPartitionStatus(4)).partition_id, 4);
    assert.match(await executor.generateStatusReport(), /project exec[^]*5 of 5 done[^]*text_length_filter/);
  });

  it('lists, loads and verifies checkpoints', async () => {
    const { checkpointManager } = executor;
    assert.equal((await checkpointManager.listCheckpoints()).length, 15);
    const latest = await checkpointManager.getLatestCheckpoint(4);
    assert.deepEqual(
      [latest?.partition, latest?.index, latest?.name, latest?.state],
      [4, 1, FILTER, 'recorded'],
    );
    assert.ok(latest);
    const rows = await checkpointManager.loadCheckpoint(latest);
    assert.deepEqual(rows, jsonLines(ws.read('out/exec.jsonl')).slice(-rows.length));
    const [withStats] = await checkpointManager.loadCheckpoint(latest, { stats: true });
    assert.ok(withStats && '__dj__stats__' in withStats);
    assert.deepEqual((await checkpointManager.verify()).bad, []);
    await assert.rejects(checkpointManager.listCheckpoints(5), { code: 'E_USAGE' });
    await assert.rejects(checkpointManager.loadCheckpoint({ partition: 0, index: 7 }), { code: 'E_USAGE' });
  });

  it('is opened again by the id of its run', async () => {
    await using opened = await openRun(executor.runId, connect);
    assert.deepEqual(opened.config, executor.config);
    assert.deepEqual(await opened.getEvents(), await executor.getEvents());
    assert.deepEqual(sortedLines(await collect(opened.monitorEvents())), sortedLines(watched));
    assert.equal((await opened.run()).sha256, dataset.sha256);
    await assert.rejects(openRun('no-such-run', connect), { code: 'E_NO_SUCH_RUN' });
  });

  it('answers no more when it is closed', async () => {
    const opened = await openRun(executor.runId, connect);
    await opened.close();
    await assert.rejects(opened.getEvents(), { code: 'E_USAGE', message: /closed/ });
    await opened.close();
  });

  it('answers from the files alone when the folder of the server is gone', async () => {
    const { dir } = executor;
    const expected = eventsOf(dir);
    const status = await executor.getStatusSummary();
    await executor.close();
    await until(() => !Object.values(ws.pids()).some(alive), 20_000, 'the embedded server to end');
    await removeFolder(ws.path('.juicer'));
    await using opened = await openRun(dir, connect);
    assert.equal(opened.runId, executor.runId);
    assert.deepEqual(await opened.getEvents(), expected);
    assert.deepEqual(await collect(opened.monitorEvents()), expected);
    assert.deepEqual(await opened.getStatusSummary(), status);
    assert.equal((await opened.checkpointManager.getLatestCheckpoint(0))?.index, 1);
    assert.deepEqual((await opened.checkpointManager.verify()).bad, []);
    assert.equal((await opened.run()).sha256, dataset.sha256);
    assert.equal(fs.existsSync(ws.path('.juicer')), false, 'no server was started for it');
  });
});
