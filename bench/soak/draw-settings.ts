/** Settings of the recipe that must not change the result: drawn anew for each seed. */
import type { Random } from '../corpus/random.js';

/** Lines of a recipe. */
export function drawSettings(random: Random): string[] {
  const checkpointing = [
    `strategy: ${random.oneOf(['every_op', 'every_op', 'every_op', 'every_n_ops', 'manual', 'disabled'])}`,
    'op_names: [text_length_filter]',
    `compression: ${random.oneOf(['snappy', 'zstd', 'gzip', 'none'])}`,
    `max_checkpoints_per_partition: ${random.oneOf([10, 10, 1, 2])}`,
    `retention: ${random.oneOf(['keep_all', 'keep_all', 'keep_failed_only', 'cleanup_all'])}`,
  ];
  return [
    `checkpointing: {${checkpointing.join(', ')}}`,
    `parquet_engine: ${random.oneOf(['parquet-wasm', 'parquet-wasm', 'parquetjs-lite'])}`,
    `op_fusion: ${random.share() < 0.25}`,
    `preserve_intermediate_data: ${random.share() < 0.85}`,
    `max_concurrent_partitions: ${random.oneOf([2, 4, 4, 8])}`,
    `performance: {batch_size: ${random.oneOf([7, 1000])}}`,
  ];
}
