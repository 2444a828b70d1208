/** A server of the seed's own: the embedded one of its folder, with one worker. It ends with its last client. */
import fs from 'node:fs';
import path from 'node:path';
import { processesIn } from '../../test/faults/support.js';
import { until } from '../../test/e2e/support.js';
import type { Scene } from './scene.js';
import { kill, type Site } from './site.js';
import { THREADS } from './shape.js';

const PATIENCE_MS = 20_000;

/** What every command of the seed is started with. */
export const OWN_ENV = { JUICER_THREADS: String(THREADS) };

/** The site in a scene's folder. */
export function ownSite(scene: Scene): Site {
  const pidOf = (name: 'guard' | 'server' | 'worker' | 'watchdog'): number | null => pids(scene)[name] ?? null;
  const left = (): number[] => processesIn(scene.dir);
  return {
    own: true,
    start: () => Promise.resolve(),
    workers: () => [pidOf('worker')].filter((pid) => pid !== null),
    server: () => pidOf('server'),
    async killAll() {
      for (const pid of [...Object.values(pids(scene)), ...left()]) kill(pid, 'SIGKILL');
      await until(() => left().length === 0, PATIENCE_MS, 'all processes to be gone');
    },
    comeBack: () => undefined,
    async end() {
      try {
        await until(() => left().length === 0, PATIENCE_MS, 'the embedded server to end');
        return [];
      } catch {
        const still = left();
        for (const pid of still) kill(pid, 'SIGKILL');
        return [`${still.length} processes were left running`];
      }
    },
  };
}

function pids({ dir }: Scene): Record<string, number | null> {
  const file = path.join(dir, '.juicer/server.json');
  if (!fs.existsSync(file)) return {};
  const { processes } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    processes: Record<string, { pid: number } | null>;
  };
  return Object.fromEntries(Object.entries(processes).map(([name, p]) => [name, p?.pid ?? null]));
}
