/** The export of an undisturbed run: what every seed must come to, whatever its settings. */
import type { Schedule } from './schedule.js';
import { exportSha256, makeScene } from './scene.js';
import { Follower } from './follow.js';
import { standingEnv, standingSite } from './standing-site.js';
import type { Ground } from './trial.js';
import path from 'node:path';

const CALM: Schedule = { seed: 0, server: 'standing', settings: [], faults: [], steps: [] };

/** Runs the recipe once with default settings and gives the hash of its export. */
export async function calmSha256(ground: Omit<Ground, 'calm'>): Promise<string> {
  const scene = makeScene(path.join(ground.root, 'calm'), CALM, standingEnv(await ground.standing(), 0));
  const site = standingSite(scene);
  await site.start();
  const follower = new Follower(scene);
  follower.begin(['run', 'recipe.yaml', '--id', scene.runId]);
  await follower.settled();
  await site.end();
  const sha256 = exportSha256(scene);
  if (follower.problems.length > 0 || sha256 === null)
    throw new Error(`the undisturbed run failed: ${follower.problems.join(', ')}`);
  return sha256;
}
