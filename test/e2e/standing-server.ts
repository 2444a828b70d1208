/** A `juicer dev` that is kept open in a workspace, so that further commands find server and worker standing. */
import { until, type Workspace } from './support.js';

/** Ends it; further commands start a server of their own again. */
export interface StandingServer {
  stop(): Promise<void>;
}

/** Starts it and waits until it is up. */
export async function standingServer(
  ws: Workspace,
  env: Record<string, string> = {},
): Promise<StandingServer> {
  const dev = ws.start(['dev'], env);
  await until(
    () => dev.stderr().includes('stop with Ctrl-C') || dev.process.exitCode !== null,
    60_000,
    'juicer dev to be up',
  );
  if (dev.process.exitCode !== null) throw new Error(`juicer dev ended: ${dev.stderr()}`);
  return {
    async stop() {
      dev.process.kill('SIGINT');
      await dev.done;
    },
  };
}
