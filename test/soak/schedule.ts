/** What happens to a run of the soak: drawn from its seed, a plain value that can be printed. */
import type { Fault } from '../faults/support.js';
import { Random } from './random.js';

export const SOAK_PARTITIONS = 12;
export const SOAK_ROWS = 40;
export const SOAK_OPS = 5;

/** Something done to the run from outside, a while after it was started or taken up again. */
export interface Action {
  kind:
    | 'kill-worker'
    | 'kill-server'
    | 'kill-all'
    | 'kill-client'
    | 'freeze-worker'
    | 'stop-worker'
    | 'pause'
    | 'tune'
    | 'retry'
    | 'cancel'
    | 'damage';
  afterMs: number;
  /** Width of a tune. */
  width: number;
  /** Partition and op of a retry, of a damaged file. */
  partition: number;
  op: number;
  harm: 'flip' | 'truncate' | 'delete';
}

/** The schedule of one seed. */
export interface Schedule {
  seed: number;
  /** Keys of the recipe. None of them changes the result. */
  recipe: string[];
  faults: (Fault & { name: string })[];
  /** A partition that fails for good, until somebody decides. */
  poison: { partition: number; op: number } | null;
  actions: Action[];
}

const KINDS: Action['kind'][] = [
  'kill-worker',
  'kill-worker',
  'kill-server',
  'kill-all',
  'kill-client',
  'freeze-worker',
  'stop-worker',
  'pause',
  'tune',
  'retry',
  'cancel',
  'damage',
];

const RECIPES: string[][] = [
  [],
  ['checkpointing: {strategy: every_n_ops, n_ops: 2}'],
  ['checkpointing: {strategy: every_n_ops, n_ops: 3}', 'op_fusion: true'],
  ['checkpointing: {enabled: false}', 'op_fusion: true'],
  ['checkpointing: {strategy: auto}'],
  ['checkpointing: {max_checkpoints_per_partition: 1}'],
  ['checkpointing: {compression: zstd, retention: cleanup_all}'],
  ['preserve_intermediate_data: false'],
];

/** Draws the schedule of a seed. */
export function scheduleOf(seed: number): Schedule {
  const random = new Random(seed);
  const recipe = [...random.pick(RECIPES), `max_concurrent_partitions: ${random.whole(1, 8)}`];
  const faults = Array.from({ length: random.whole(0, 2) }, (_, i) => faultOf(random, `s${seed}-${i}`));
  const poison = random.chance(0.15) ? { partition: partitionOf(random), op: opOf(random) } : null;
  const actions = Array.from({ length: random.whole(1, 3) }, () => actionOf(random));
  return { seed, recipe, faults, poison, actions };
}

function faultOf(random: Random, name: string): Fault & { name: string } {
  const place = `partition_${partitionOf(random)}/op_${opOf(random)}/`;
  const file = `partition_${String(partitionOf(random)).padStart(6, '0')}`;
  const kinds: (() => Fault & { name: string })[] = [
    () => ({ name, point: 'op.start', match: place, action: 'throw' }),
    () => ({ name, point: 'op.start', match: place, action: 'kill' }),
    () => ({ name, point: 'commit.before', match: file, action: 'kill' }),
    () => ({ name, point: 'commit.after', match: file, action: 'kill' }),
    () => ({ name, point: 'fs', nth: random.whole(60, 900), code: 'EIO' }),
  ];
  return random.pick(kinds)();
}

function actionOf(random: Random): Action {
  return {
    kind: random.pick(KINDS),
    afterMs: random.whole(200, 3500),
    width: random.pick([1, 2, 3, 8, 32]),
    partition: partitionOf(random),
    op: random.whole(-1, SOAK_OPS - 1),
    harm: random.pick(['flip', 'truncate', 'delete']),
  };
}

function partitionOf(random: Random): number {
  return random.whole(0, SOAK_PARTITIONS - 1);
}

function opOf(random: Random): number {
  return random.whole(0, SOAK_OPS - 1);
}
