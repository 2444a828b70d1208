/** The worker is killed (kill -9) in the middle and at every moment that matters: the run goes on by itself (P1, P2, P4, P6). */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import {
  assertEnded,
  assertSound,
  DONE,
  eventsOf,
  faultyWorkspace,
  hasStruck,
  nothingRuns,
  struck,
  undisturbed,
  withFaults,
  type Fault,
} from './support.js';

/** Moments of death, three or four to a run: the guard restarts a worker the more slowly, the oftener it dies. */
const MOMENTS: Record<string, Fault[]> = {
  'in planning and at the first files': [
    { name: 'plan', point: 'commit.before', match: 'metadata/plan.json', action: 'kill' },
    { name: 'cut', point: 'commit.after', match: 'partitions/partition_000002.parquet', action: 'kill' },
    { name: 'start', point: 'op.start', match: 'partition_3/op_1/attempt_1', action: 'kill' },
  ],
  'around a checkpoint and its record': [
    {
      name: 'file-before',
      point: 'commit.before',
      match: 'partition_000004/op_000_whitespace_normalization_mapper.parquet',
      action: 'kill',
    },
    {
      name: 'file-after',
      point: 'commit.after',
      match: 'partition_000006/op_001_text_length_filter.parquet',
      action: 'kill',
    },
    {
      name: 'record-before',
      point: 'commit.before',
      match: 'partition_000008/op_001_text_length_filter.json',
      action: 'kill',
    },
    {
      name: 'record-after',
      point: 'commit.after',
      match: 'partition_000010/op_002_language_id_score_filter.json',
      action: 'kill',
    },
  ],
  'in merge and commit': [
    { name: 'merge', point: 'commit.before', match: 'temp/intermediate_data/export-', action: 'kill' },
    { name: 'export-before', point: 'commit.before', match: 'result.jsonl', action: 'kill' },
    { name: 'export-after', point: 'commit.after', match: 'result.jsonl', action: 'kill' },
  ],
  'at the manifest and in the reports': [
    { name: 'manifest-before', point: 'commit.before', match: 'metadata/manifest.json', action: 'kill' },
    { name: 'manifest-after', point: 'commit.after', match: 'metadata/manifest.json', action: 'kill' },
    { name: 'summary', point: 'commit.before', match: 'logs/processing_summary.json', action: 'kill' },
    { name: 'events', point: 'commit.before', match: 'logs/processing_events.jsonl', action: 'kill' },
  ],
};

// Several at a time, each in a folder of its own: most of a recovery is waiting for the heartbeat timeout.
describe('a run whose worker is killed', { concurrency: 3 }, () => {
  let calm = '';

  before(async () => {
    const w = faultyWorkspace();
    calm = await undisturbed(w);
    await w.remove();
  });

  it('goes on by itself to the same bytes, and its events tell of the attempts that were lost', async () => {
    const w = faultyWorkspace();
    const env = withFaults(w, [
      { name: 'middle', point: 'op.start', match: 'partition_5/op_1/', action: 'hold' },
    ]);
    const run = w.start(['run', 'recipe.yaml', '--id', 'middle'], env);
    await struck(w, 'middle');
    const { worker } = w.pids();
    assert.ok(worker, 'there is no worker');
    process.kill(worker, 'SIGKILL');
    assertEnded(await run.done, DONE);
    await assertSound(w, 'middle', { expectSha256: calm, kills: 1 });
    const story = eventsOf(w, 'middle').filter((e) => e['partition_id'] === 5 && e['operation_idx'] === 1);
    const course = story.map((e) => String(e['event_type'])).filter((type) => /^OPERATION_/.test(type));
    // A machine under load may lose the next attempt too, by its heartbeat.
    assert.match(
      course.join(' '),
      /^OPERATION_START( OPERATION_ERROR OPERATION_RETRY OPERATION_START)+ OPERATION_COMPLETE$/,
    );
    const error = story.find((e) => e['event_type'] === 'OPERATION_ERROR');
    assert.equal((error?.['metadata'] as { lost?: boolean }).lost, true);
    await nothingRuns(w);
    await w.remove();
  });

  for (const [when, faults] of Object.entries(MOMENTS)) {
    it(`comes to the same bytes when it dies ${when}`, async () => {
      const w = faultyWorkspace();
      assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'hit'], withFaults(w, faults)), DONE);
      for (const { name = '' } of faults) assert.ok(hasStruck(w, name), `fault ${name} did not strike`);
      await assertSound(w, 'hit', { expectSha256: calm, kills: faults.length });
      await nothingRuns(w);
      await w.remove();
    });
  }
});
