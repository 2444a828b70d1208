/** Carries out the actions of a schedule. */
import { juicer, type Scene } from './scene.js';
import { damage } from './damage.js';
import type { Follower } from './follow.js';
import type { Action } from './schedule.js';
import { kill, type Site } from './site.js';

/** What an action has to do with. */
export interface Stage {
  scene: Scene;
  site: Site;
  follower: Follower;
  /** Lets go of the thread that is held for this step. */
  release(): void;
  /** Partitions whose files were damaged. */
  damaged: Set<number>;
  /** Commands that follow the run beside the follower. */
  others: Promise<unknown>[];
}

/** Does what an action says. Resolves when it is done, not when the run has come over it. */
export async function perform(action: Action, stage: Stage): Promise<void> {
  const { scene, site, follower } = stage;
  switch (action.kind) {
    case 'kill worker':
      return kill(site.workers()[0], 'SIGKILL');
    case 'terminate worker':
      return kill(site.workers()[0], 'SIGTERM');
    case 'kill server':
      return kill(site.server(), 'SIGKILL');
    case 'kill client':
      return follower.signal('SIGKILL');
    case 'interrupt client':
      return follower.signal('SIGINT');
    case 'kill everything':
      return killAll(stage, []);
    case 'kill and damage':
      return killAll(stage, action.harms);
    case 'freeze worker':
      return freeze(stage, action.ms);
    case 'pause':
      return pause(stage, action);
    case 'tune':
      for (const width of action.widths) await tune(scene, width);
      return;
    case 'retry': {
      const from = action.from < 0 ? 'input' : String(action.from);
      const args = ['retry', scene.runId, '--partition', String(action.partition), '--from-op', from];
      stage.others.push(juicer(scene, args).done);
      return;
    }
    case 'cancel':
      await juicer(scene, ['cancel', scene.runId]).done;
  }
}

async function killAll({ scene, site, follower, damaged }: Stage, harms: Parameters<typeof damage>[1]): Promise<void> {
  follower.halt();
  try {
    follower.signal('SIGKILL');
    await site.killAll();
    for (const partition of damage(scene.runDir, harms)) damaged.add(partition);
  } finally {
    site.comeBack();
    follower.goOn();
  }
}

async function freeze({ site, release }: Stage, ms: number): Promise<void> {
  const [worker] = site.workers();
  kill(worker, 'SIGSTOP');
  release();
  await new Promise((resolve) => setTimeout(resolve, ms));
  kill(worker, 'SIGCONT');
}

async function pause(stage: Stage, { width, kill: killed }: { width: number | null; kill: boolean }): Promise<void> {
  const { scene, site, others, release } = stage;
  const { code } = await juicer(scene, ['pause', scene.runId]).done;
  release();
  if (killed) kill(site.workers()[0], 'SIGKILL');
  if (width !== null) await tune(scene, width);
  if (code === 0) others.push(juicer(scene, ['resume', scene.runId]).done);
}

async function tune(scene: Scene, width: number): Promise<void> {
  await juicer(scene, ['tune', scene.runId, '--max-concurrent-partitions', String(width)]).done;
}
