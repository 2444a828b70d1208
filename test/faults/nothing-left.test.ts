/** No row is left: the export is an empty file with its manifest, also when the worker dies right before it (F25). */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  assertEnded,
  assertSound,
  DONE,
  exportSha256,
  faultyWorkspace,
  nothingRuns,
  withFaults,
  type Fault,
} from './support.js';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

it('a run that rejects every row exports nothing, whole and named by its manifest', async () => {
  const w = faultyWorkspace();
  w.write('recipe.yaml', w.read('recipe.yaml').replace('min_len: 50, max_len: 2000', 'min_len: 1000000000'));
  const kill: Fault = { name: 'kill', point: 'commit.before', match: 'metadata/manifest', action: 'kill' };
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'none'], withFaults(w, [kill])), DONE);
  assert.equal(exportSha256(w), EMPTY);
  await assertSound(w, 'none', { expectVerdict: 'done', expectRows: 0, kills: 1 });
  await nothingRuns(w);
  await w.remove();
});
