/**
 * The watchdog: reads lists of processes from stdin, one JSON line each, the last one counts. When stdin ends, the guard
 * has died; whatever of the list still runs is ended then. A guard that ends in order sends an empty list first.
 */
import { createInterface } from 'node:readline';
import { endProcess, type ProcessIdentity } from './process-identity.js';

/** What is left of the drain when the guard is gone, in milliseconds: short, nobody waits for it any more. */
const GRACE_MS = 1500;

let watched: ProcessIdentity[] = [];
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  watched = JSON.parse(line) as ProcessIdentity[];
});
lines.once('close', () => {
  void Promise.all(watched.map((identity) => endProcess(identity, GRACE_MS)));
});
