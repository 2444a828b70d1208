/** The recipes that are compared: the seed recipe, each with what one practice changes. */

/** One of them. */
export interface Variant {
  name: string;
  /** Keys of the recipe beside those of the seed. */
  keys: Record<string, unknown>;
  /** Faults that its worker meets, as JUICER_FAULTS takes them. */
  faults?: object[];
}

const ONE_CHECKPOINT = { checkpointing: { strategy: 'every_n_ops', n_ops: 3 } };

/** The first attempt at the last op of every partition fails. */
const FAILURE = [{ point: 'op.start', match: '/op_2/attempt_1', action: 'throw' }];
const QUICK = { retry: { initial_interval: 0.1 } };

/** All of them; the first is what the defaults give, in partitions of 10,000 rows. */
export const VARIANTS: readonly Variant[] = [
  { name: 'defaults', keys: {} },
  { name: 'partition_size: 1000', keys: { partition_size: 1000 } },
  { name: 'partition_size: 50000', keys: { partition_size: 50_000 } },
  { name: 'strategy: auto', keys: { checkpointing: { strategy: 'auto' } } },
  { name: 'strategy: every_n_ops, n_ops: 3', keys: ONE_CHECKPOINT },
  { name: 'the same with op_fusion', keys: { ...ONE_CHECKPOINT, op_fusion: true } },
  { name: 'compression: none', keys: { checkpointing: { compression: 'none' } } },
  { name: 'compression: gzip', keys: { checkpointing: { compression: 'gzip' } } },
  { name: 'compression: zstd', keys: { checkpointing: { compression: 'zstd' } } },
  { name: 'max_checkpoints_per_partition: 1', keys: { checkpointing: { max_checkpoints_per_partition: 1 } } },
  { name: 'batch_size: 100', keys: { performance: { batch_size: 100 } } },
  { name: 'batch_size: 10000', keys: { performance: { batch_size: 10_000 } } },
  { name: 'every_op, a failure in each partition', keys: QUICK, faults: FAILURE },
  { name: 'n_ops: 3, a failure in each partition', keys: { ...QUICK, ...ONE_CHECKPOINT }, faults: FAILURE },
];
