/** The client as a library, in this very process. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  EventType,
  exitCodeOf,
  JuicerError,
  loadRecipe,
  newRunId,
  openSession,
  resumeRun,
  runEvents,
  runHandle,
  startRun,
  type JuicerEvent,
  type RunStatusAnswer,
  type Session,
  type StartedRun,
  type Verdict,
} from '../../src/client.js';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, jsonLines } from './artefacts.js';
import { proseLines } from './settings-support.js';
import { until, workspace, type Workspace } from './support.js';

describe('the library', () => {
  let ws: Workspace;
  let session: Session;
  let started: StartedRun;
  let early: RunStatusAnswer | null = null;
  let verdict: Verdict;

  before(async () => {
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    ws.write(
      'recipe.yaml',
      `project_name: Library
dataset_path: ${ws.path('in.jsonl')}
export_path: ${ws.path('out/result.jsonl')}
work_dir: ${ws.path('runs')}
partition_size: 60
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 50}
`,
    );
    session = await openSession({ stateDir: ws.path('.juicer'), wantWorker: true, env: ownEnvironment() });
    started = await startRun(session, loadRecipe(ws.path('recipe.yaml'), ['max_retries=1']));
    await until(
      async () => (early = await started.handle.status(1000)) !== null,
      60_000,
      'the run to answer',
    );
    verdict = await started.handle.result();
  });
  after(async () => {
    await session.close();
    await ws.remove();
  });

  it('starts a run, tells how it stands, and gives its verdict', async () => {
    assert.equal(started.how, 'started');
    assert.match(started.handle.runId, /^library-\d{8}-\d{6}-[0-9a-f]{4}$/);
    assert.equal(started.dir, ws.path(`runs/${started.handle.runId}`));
    assert.equal(early?.run_id, started.handle.runId);
    assert.equal(verdict.status, 'done');
    assert.equal(exitCodeOf(verdict), 0);
    assert.equal(verdict.export?.path, ws.path('out/result.jsonl'));
    assert.equal(jsonLines(ws.read('out/result.jsonl')).length, verdict.counts.ledger.rows_out);
    assert.deepEqual(
      await checkRun(started.dir, { expectVerdict: 'done', expectSha256: verdict.export.sha256 }),
      [],
    );
  });

  it('answers how partitions stand, and refuses to steer what has ended', async () => {
    const { handle } = started;
    const done = (partition: number) => ({ partition, state: 'done', failure: null });
    assert.deepEqual(await handle.partitions({ from: 3, count: 10 }, 20_000), [3, 4].map(done));
    assert.deepEqual(await handle.partition(1, 20_000), done(1));
    assert.equal(await handle.partition(5, 20_000), null);
    await assert.rejects(handle.steer.pause(), { code: 'E_NO_SUCH_RUN' });
  });

  it('answers for a run that has ended, by its id alone', async () => {
    const handle = runHandle(session, started.handle.runId);
    assert.deepEqual(await handle.result(), verdict);
    const info = await handle.info();
    assert.equal(info.state, 'completed');
    assert.equal(info.memo.export_path, ws.path('out/result.jsonl'));
    assert.ok(info.closed_at !== null && info.closed_at >= info.started_at);
    assert.equal((await resumeRun(session, started.handle.runId)).how, 'finished');
  });

  it('gives the events of a run, all or those that match, as the event log has them', async () => {
    const { runId } = started.handle;
    const all = await collect(runEvents(session, runId));
    assert.deepEqual(
      all.filter((e) => e.event_type !== EventType.DEBUG),
      eventsOf(started.dir),
    );
    const filter = { eventType: EventType.OPERATION_COMPLETE, partitionId: 3 };
    const found = await collect(runEvents(session, runId, filter));
    assert.deepEqual(
      found.map((e) => [e.partition_id, e.operation_name]),
      [
        [3, 'whitespace_normalization_mapper'],
        [3, 'text_length_filter'],
      ],
    );
    const [last] = found;
    const since = await collect(runEvents(session, runId, { startTime: last?.timestamp ?? 0, limit: 2 }));
    assert.equal(since.length, 2);
    assert.ok(since.every((e) => e.timestamp >= (last?.timestamp ?? 0)));
  });

  it('throws errors with a code, never a bare one', async () => {
    const code = (wanted: string) => (error: unknown) =>
      error instanceof JuicerError && error.code === wanted;
    await assert.rejects(runHandle(session, 'no-such-run').info(), code('E_NO_SUCH_RUN'));
    await assert.rejects(runHandle(session, 'no-such-run').result(), code('E_NO_SUCH_RUN'));
    await assert.rejects(resumeRun(session, 'no-such-run'), code('E_NO_SUCH_RUN'));
    await assert.rejects(collect(runEvents(session, 'no-such-run')), code('E_NO_SUCH_RUN'));
    assert.throws(() => loadRecipe(ws.path('none.yaml')), code('E_RECIPE'));
    const wrong = loadRecipe(ws.path('recipe.yaml'), [`dataset_path=${ws.path('none.jsonl')}`]);
    await assert.rejects(startRun(session, wrong), code('E_INPUT_MISSING'));
    await assert.rejects(startRun(session, wrong, { id: 'Not Fit' }), code('E_USAGE'));
  });

  it('makes a new id for every run', () => {
    const at = new Date('2026-11-24T16:00:00Z');
    assert.match(newRunId('demo', at), /^demo-20261124-160000-[0-9a-f]{4}$/);
  });
});

async function collect(events: AsyncIterable<JuicerEvent>): Promise<JuicerEvent[]> {
  const found: JuicerEvent[] = [];
  for await (const event of events) found.push(event);
  return found;
}

/** The settings of a developer must not reach the test. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const kept = /^JUICER_(TEMPORAL_CLI|CACHE_DIR)$/;
  return Object.fromEntries(
    Object.entries(process.env).filter(([k]) => !/^(TEMPORAL_|JUICER_)/.test(k) || kept.test(k)),
  );
}
