import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Compression } from '../../src/model/file-form.js';
import { planWarnings, type WarningSources } from '../../src/plan/warnings.js';

const MIB = 2 ** 20;
/** Everything in one form of Parquet. */
function formsOf(compression: Compression): WarningSources['forms'] {
  const form = { format: 'parquet', engine: 'parquet-wasm', compression } as const;
  return { partitions: form, checkpoints: form };
}

const SOUND: WarningSources = {
  largestPartition: 128 * MIB,
  input: 1000 * MIB,
  memoryMb: 8192,
  threads: 8,
  maxRetries: 5,
  checkpoints: 3,
  forms: formsOf('snappy'),
  free: 3000 * MIB,
};

test('a recipe within its bounds, up to the bounds themselves, has no warning', () => {
  assert.deepEqual(planWarnings(SOUND), []);
  assert.deepEqual(planWarnings({ ...SOUND, free: null, input: Infinity }), []);
});

test("a partition beyond its thread's share of memory is told with both figures and the size that fits", () => {
  const [warning, ...rest] = planWarnings({ ...SOUND, threads: 16 });
  assert.deepEqual(rest, []);
  assert.deepEqual(
    [warning?.kind, warning?.value, warning?.limit, warning?.unit],
    ['memory', 1024, 512, 'MiB'],
  );
  assert.match(warning?.cure ?? '', /max_partition_size_mb to 64 or less/);
  assert.deepEqual(planWarnings({ ...SOUND, threads: 16, largestPartition: 64 * MIB }), []);
});

test('more than five retries are told', () => {
  const [warning] = planWarnings({ ...SOUND, maxRetries: 6 });
  assert.deepEqual([warning?.kind, warning?.value, warning?.limit], ['retries', 6, 5]);
});

test('a disk too small for the checkpoints that are kept is told, and the cure is one', () => {
  const tight = { ...SOUND, free: 2999 * MIB };
  const [warning] = planWarnings(tight);
  // 1000 MiB × (0.5 × (3 + 1 for the partition's own file) + 1 for the export)
  assert.deepEqual([warning?.kind, warning?.value, warning?.limit], ['disk', 3000, 2999]);
  assert.match(warning?.message ?? '', /3 checkpoints of each partition/);
  assert.deepEqual(planWarnings({ ...tight, checkpoints: 2 }), []);
  assert.deepEqual(planWarnings({ ...tight, forms: formsOf('zstd') }), []);
});
