/** Heartbeats of an activity: how often they come. */
import type { ActivityDependencies } from './dependencies.js';

const MOST_MS = 2000;

/** Milliseconds from one heartbeat to the next: several fit into the silence after which a worker is taken for dead. */
export function beatEveryMs({ settings }: ActivityDependencies): number {
  return Math.min(MOST_MS, settings.heartbeatMs / 4);
}

/** Calls `beat` that often; gives what ends it. */
export function startBeating(deps: ActivityDependencies, beat: () => void): () => void {
  const timer = setInterval(beat, beatEveryMs(deps));
  return () => clearInterval(timer);
}
