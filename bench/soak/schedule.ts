/** What a seed does to its run: drawn once, before anything is started, so that the same seed draws the same. */
import type { Random } from '../corpus/random.js';
import { seededRandom } from '../corpus/random.js';
import { drawFaults, type NamedFault } from './draw-faults.js';
import { drawSettings } from './draw-settings.js';
import { OPS, PARTITIONS } from './shape.js';

/** Damage to one file: which of those that can be damaged (a share of their number), how, and where in it. */
export interface Harm {
  file: number;
  how: 'flip' | 'truncate' | 'delete';
  place: number;
}

/** What is done in the middle of a run. */
export type Action =
  | { kind: 'kill worker' | 'kill server' | 'kill client' | 'kill everything' | 'interrupt client' | 'terminate worker' }
  | { kind: 'freeze worker'; ms: number }
  | { kind: 'kill and damage'; harms: Harm[] }
  | { kind: 'pause'; width: number | null; kill: boolean }
  | { kind: 'tune'; widths: number[] }
  | { kind: 'retry'; partition: number; from: number }
  | { kind: 'cancel' };

/** An action, and the place that the run is held at when it comes. */
export interface Step {
  /** Place in the order of start, and op. */
  hold: { place: number; op: number };
  action: Action;
}

/** All that a seed does. `own`: with a server of its own, which can be killed too; else on one that stands. */
export interface Schedule {
  seed: number;
  server: 'own' | 'standing';
  /** Lines of the recipe. */
  settings: string[];
  faults: NamedFault[];
  steps: Step[];
}

const ANYWHERE = ['kill worker', 'terminate worker', 'freeze worker', 'kill and damage', 'pause', 'tune', 'retry', 'cancel', 'kill client'] as const;
const OWN = [...ANYWHERE, 'kill server', 'kill everything', 'interrupt client', 'kill server', 'kill everything'] as const;

/** Draws the schedule of a seed. */
export function drawSchedule(seed: number): Schedule {
  const random = seededRandom(seed * 7919 + 1);
  const server = random.share() < 0.5 ? 'own' : 'standing';
  const settings = drawSettings(random);
  const faults = drawFaults(random);
  const count = 1 + random.below(3);
  const steps = Array.from({ length: count }, (_, i): Step => {
    // Spread over the run, each after the one before.
    const span = PARTITIONS / count;
    const place = Math.floor(i * span + random.share() * span);
    const kind = random.oneOf<Action['kind']>(server === 'own' ? OWN : ANYWHERE);
    return { hold: { place, op: random.below(OPS) }, action: drawAction(kind, random) };
  });
  return { seed, server, settings, faults, steps };
}

function drawAction(kind: Action['kind'], random: Random): Action {
  switch (kind) {
    case 'freeze worker':
      return { kind, ms: 3000 + random.below(2500) };
    case 'kill and damage':
      return { kind, harms: Array.from({ length: 1 + random.below(3) }, () => drawHarm(random)) };
    case 'pause':
      return { kind, width: random.share() < 0.5 ? random.oneOf([1, 2, 8, 32]) : null, kill: random.share() < 0.5 };
    case 'tune':
      return { kind, widths: Array.from({ length: 1 + random.below(2) }, () => random.oneOf([1, 2, 4, 32])) };
    case 'retry':
      return { kind, partition: random.below(PARTITIONS), from: random.below(OPS + 1) - 1 };
    default:
      return { kind };
  }
}

function drawHarm(random: Random): Harm {
  return { file: random.share(), how: random.oneOf(['flip', 'truncate', 'delete'] as const), place: random.share() };
}
