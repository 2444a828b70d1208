/** Two workers of the seed's own on a server that stands for all seeds: one of them can die, the other takes over. */
import fs from 'node:fs';
import { launch, until, type RunningCommand } from '../../test/e2e/support.js';
import type { Scene } from './scene.js';
import { kill, killCommand, type Site } from './site.js';
import { HEARTBEAT_MS, THREADS } from './shape.js';

const WORKERS = 2;
const PATIENCE_MS = 20_000;

/** A server that stands, for all seeds that need none of their own. */
export interface StandingServer {
  address: string;
  end(): Promise<void>;
}

/** Starts it in a folder. */
export async function standingServer(dir: string): Promise<StandingServer> {
  fs.mkdirSync(dir, { recursive: true });
  const dev = launch(dir, ['dev'], { JUICER_THREADS: '1' });
  let out = '';
  dev.process.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const address = (): string | undefined => /^address +(\S+)$/m.exec(out)?.[1];
  await until(() => address() !== undefined || dev.process.exitCode !== null, 60_000, 'the server to be up');
  const found = address();
  if (found === undefined) throw new Error(`the standing server ended: ${dev.stderr()}`);
  return {
    address: found,
    async end() {
      dev.process.kill('SIGINT');
      await dev.done;
    },
  };
}

/** What every command of the seed is started with. */
export function standingEnv(server: StandingServer, seed: number): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: server.address,
    JUICER_TASK_QUEUE: `soak-${seed}`,
    JUICER_THREADS: String(THREADS / WORKERS),
    JUICER_GRACE_MS: String(HEARTBEAT_MS / 2),
  };
}

/** The site of a seed: its workers come back when they die, as under any supervisor. */
export function standingSite(scene: Scene): Site {
  const workers = new Set<RunningCommand>();
  let wanted = 0;
  const fill = (): void => {
    while (workers.size < wanted) {
      const worker = launch(scene.dir, ['worker'], scene.env);
      scene.commands.push(worker);
      workers.add(worker);
      void worker.done.then(() => {
        workers.delete(worker);
        fill();
      });
    }
  };
  const empty = async (signal: NodeJS.Signals): Promise<void> => {
    wanted = 0;
    for (const worker of workers) killCommand(worker, signal);
    await until(() => workers.size === 0, PATIENCE_MS, 'the workers to end');
  };
  return {
    own: false,
    start() {
      wanted = WORKERS;
      fill();
      return Promise.resolve();
    },
    workers: () => [...workers].flatMap((w) => w.process.pid ?? []),
    server: () => null,
    killAll: () => empty('SIGKILL'),
    comeBack() {
      wanted = WORKERS;
      fill();
    },
    async end() {
      const asked = Date.now();
      try {
        await empty('SIGTERM');
        return [];
      } catch {
        for (const worker of workers) kill(worker.process.pid, 'SIGKILL');
        return [`workers were still running ${Date.now() - asked} ms after SIGTERM`];
      }
    },
  };
}
