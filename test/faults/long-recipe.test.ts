/** A recipe whose children would not fit into one message to the server all the same runs, and can be cancelled (F26). */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { it } from 'node:test';
import { until, workspace } from '../e2e/support.js';
import { checkRun } from '../checker/check-run.js';
import { assertEnded, eventsOf, nothingRuns, runDir } from './support.js';

const OPS = 300;
const PARTITIONS = process.env['JUICER_TEST_FULL'] === '1' ? 200 : 80;

it('300 ops over many partitions that may all be open at a time are worked on, and cancelled in order', async () => {
  const w = workspace();
  w.write('in.jsonl', Array.from({ length: PARTITIONS }, (_, i) => `{"text":"row ${i}"}\n`).join(''));
  w.write(
    'recipe.yaml',
    `project_name: seed
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: 1
max_concurrent_partitions: 1000
process:
${'  - whitespace_normalization_mapper:\n'.repeat(OPS)}`,
  );
  const run = w.start(['run', 'recipe.yaml', '--id', 'long']);
  const partitions = `${runDir(w, 'long')}/partitions`;
  const cut = (): number => (fs.existsSync(partitions) ? fs.readdirSync(partitions).length : 0);
  await until(() => cut() > PARTITIONS / 2 || run.process.exitCode !== null, 60_000, 'partitions to be cut');
  assertEnded(await w.run(['cancel', 'long']), 0);
  assertEnded(await run.done, 1);
  assert.deepEqual(await checkRun(runDir(w, 'long'), { expectVerdict: 'cancelled' }), []);
  // Those that were about to start when the cancel came have heard of it too.
  const through = eventsOf(w, 'long').filter((e) => e['event_type'] === 'PARTITION_COMPLETE');
  assert.equal(through.length, 0);
  await nothingRuns(w);
  await w.remove();
});
