/** The attempts of a run, counted line by line. */
import type { JuicerEvent } from '../model/event.js';

/** The counts. */
export interface AttemptTally {
  attempts: { total: number; failed: number; lost: number };
  retries: number;
  /** Retries and failed attempts by op index; −1 is the cut. */
  opRetries: Map<number, number>;
  opFailures: Map<number, number>;
}

/** No attempt yet. */
export function emptyAttempts(): AttemptTally {
  return {
    attempts: { total: 0, failed: 0, lost: 0 },
    retries: 0,
    opRetries: new Map(),
    opFailures: new Map(),
  };
}

/** Takes a line. Every attempt has one of two: it succeeded and used something, or it failed. */
export function addAttempt(tally: AttemptTally, event: JuicerEvent): void {
  const { event_type: type, operation_idx: op, metadata } = event;
  const { attempts } = tally;
  if (type === 'OPERATION_RETRY') {
    tally.retries++;
    count(tally.opRetries, op);
  }
  if (type !== 'OPERATION_ERROR' && type !== 'RESOURCE_USAGE') return;
  attempts.total++;
  if (type !== 'OPERATION_ERROR') return;
  attempts.failed++;
  count(tally.opFailures, op);
  if (metadata['lost'] === true) attempts.lost++;
}

function count(map: Map<number, number>, key: number | null): void {
  if (key !== null) map.set(key, (map.get(key) ?? 0) + 1);
}
