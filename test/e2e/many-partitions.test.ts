/** Many partitions: the run continues as new, no history grows large, the result is whole and in order. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, it } from 'node:test';
import { loadRecipe, openSession, startRun, type Session } from '../../src/client.js';
import { checkRun } from '../checker/check-run.js';
import { eventsOf, readJson } from './artefacts.js';
import { workspace, type Workspace } from './support.js';

/** With JUICER_TEST_FULL=1 as many as in a run of some size, each execution with as many as it usually starts. */
const FULL = process.env['JUICER_TEST_FULL'] === '1';
const PARTITIONS = FULL ? 2000 : 400;
const PER_EXECUTION = FULL ? 1000 : 100;
/** What the server warns of is 10,240 events: for a thousand partitions there may be as many. */
const LONGEST_HISTORY = 10 * PER_EXECUTION;

let ws: Workspace;
let session: Session;
before(async () => {
  ws = workspace();
  const rows = Array.from({ length: PARTITIONS }, (_, i) => `{"id":${i},"text":"${text(i)}"}\n`);
  ws.write('in.jsonl', rows.join(''));
  const recipe = `dataset_path: ${ws.path('in.jsonl')}
export_path: ${ws.path('out/result.jsonl')}
work_dir: ${ws.path('runs')}
partition_size: 1
max_concurrent_partitions: 32
checkpointing: {enabled: false}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 5}
  - text_length_filter: {max_len: 50}
`;
  ws.write('recipe.yaml', recipe);
  const env = { ...process.env, JUICER_CHILDREN_PER_EXECUTION: String(PER_EXECUTION) };
  session = await openSession({ stateDir: ws.path('.juicer'), wantWorker: true, env });
});
after(async () => {
  await session.close();
  await ws.remove();
});

/** Longer from row to row, and too short every tenth time. */
function text(row: number): string {
  return row % 10 === 0 ? 'no' : `row ${row} `.padEnd(10 + (row % 30), 'x');
}

it('many partitions run to the end, the largest first, with every history below 10 events for each of an execution', async () => {
  const { handle, dir } = await startRun(session, loadRecipe(ws.path('recipe.yaml')), { reuse: 'none' });
  const verdict = await handle.result();
  assert.equal(verdict.status, 'done');
  assert.equal(verdict.counts.completed, PARTITIONS);
  const kept = Array.from({ length: PARTITIONS }, (_, i) => i).filter((i) => i % 10 !== 0);
  const exported = fs.readFileSync(ws.path('out/result.jsonl'), 'utf8').trimEnd().split('\n');
  assert.deepEqual(
    exported.map((line) => (JSON.parse(line) as { id: number }).id),
    kept,
  );
  assert.deepEqual(await checkRun(dir, { expectVerdict: 'done', expectRows: kept.length }), []);

  const executions = new Set<string>();
  let longest = 0;
  for await (const { workflowId, runId, historyLength } of session.client.workflow.list()) {
    if (workflowId === handle.runId) executions.add(runId);
    longest = Math.max(longest, historyLength ?? 0);
  }
  assert.ok(executions.size > 1, 'the run was not continued as new');
  assert.ok(longest > 0 && longest < LONGEST_HISTORY, `the longest history has ${longest} events`);

  const { partitions } = readJson<{ partitions: { id: number; bytes: number }[] }>(
    dir,
    'metadata/dataset_mapping.json',
  );
  const starts = eventsOf(dir).filter((e) => e.event_type === 'PARTITION_START');
  const bytes = starts.map((e) => partitions[e.partition_id ?? -1]?.bytes ?? 0);
  const least = Math.min(...bytes.slice(0, PARTITIONS / 4));
  const most = Math.max(...bytes.slice(-PARTITIONS / 4));
  assert.ok(least >= most, `a partition of ${most} bytes was started after one of ${least}`);
});
