/** A Temporal server of its own, to which workers and commands connect by address. */
import { once } from 'node:events';
import fs from 'node:fs';
import { startDevServer, type DevServer } from '../../src/server/dev-server.js';
import { choosePorts } from '../../src/server/ports.js';
import { findTemporal } from '../../src/server/program.js';
import type { Workspace } from '../e2e/support.js';

/** Starts a Temporal server that belongs to no state folder, as one of the user's own. */
export async function ownServer(w: Workspace): Promise<DevServer> {
  const { path: program } = await findTemporal({ log: () => undefined });
  fs.mkdirSync(w.path('server'));
  const server = startDevServer({ program, stateDir: w.path('server'), ports: await choosePorts() });
  await server.ready;
  return server;
}

/** Ends it and waits for that. */
export async function stop({ child }: DevServer): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
