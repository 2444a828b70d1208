/** The worker is killed while the files of an export in several are written: the old ones stay until the new ones are there. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { it } from 'node:test';
import {
  assertEnded,
  assertSound,
  DONE,
  faultyWorkspace,
  hasStruck,
  nothingRuns,
  withFaults,
  type Fault,
} from './support.js';

const SIZE = 'export_shard_size: 20000\n';

/** Before a file, after one, between the two manifests, and after the last of them. */
const DEATHS: Fault[] = [
  { name: 'before', point: 'commit.before', match: '-00001-of-', action: 'kill' },
  { name: 'after', point: 'commit.after', match: '-00002-of-', action: 'kill' },
  { name: 'beside', point: 'commit.after', match: '_result.jsonl.manifest.json', action: 'kill' },
  { name: 'manifest', point: 'commit.after', match: 'metadata/manifest.json', action: 'kill' },
];

it('an export in several files comes to the same files when its worker dies at each moment of the commit', async () => {
  const w = faultyWorkspace(SIZE);
  const names = (): string[] => fs.readdirSync(w.path('out')).sort();
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'calm']), DONE);
  const calm = names();
  assert.ok(calm.length > 4, calm.join());
  // Files of an export of another size, which the run is to replace.
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'other', '--set', 'export_shard_size=90000']), DONE);
  const other = names();
  assert.notDeepEqual(other, calm);
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'hit'], withFaults(w, DEATHS)), DONE);
  for (const { name = '' } of DEATHS) assert.ok(hasStruck(w, name), `fault ${name} did not strike`);
  assert.deepEqual(names(), calm);
  await assertSound(w, 'hit', { kills: DEATHS.length });
  await nothingRuns(w);
  await w.remove();
});
