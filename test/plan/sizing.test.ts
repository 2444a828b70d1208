/** How partitions are sized: which setting or fact decides, what is said of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { InputSurvey, PartitionSettings } from '../../src/model/sizing.js';
import {
  BALANCE,
  GOAL_SECONDS,
  LEAST_SECONDS,
  MOST_ROWS,
  PER_THREAD,
  sizingOf,
  surveyNeed,
  type SizingSettings,
} from '../../src/plan/sizing.js';

const MIB = 2 ** 20;

type Given = Partial<PartitionSettings> & { rows?: number | null; most?: number; memory?: number };

function settings({ rows = null, most = 128, memory = 8, ...partition }: Given): SizingSettings {
  return {
    partition: {
      mode: 'manual',
      strategy: 'sample',
      num_of_partitions: null,
      target_size_mb: null,
      ...partition,
    },
    partition_size: rows,
    max_partition_size_mb: most,
    performance: { memory_limit_gb: memory },
  };
}

function surveyed(mib: number, more: Partial<InputSurvey> = {}): InputSurvey {
  const none = { exact: true, rows: null, sample: null, seconds_per_mib: null, force: null };
  return { bytes: mib * MIB, ...none, ...more };
}

/** Four threads, so many seconds per MiB. */
const costing = (seconds_per_mib: number | null, more: Partial<InputSurvey> = {}): Partial<InputSurvey> => ({
  seconds_per_mib,
  force: { workers: 2, threads_each: 2 },
  ...more,
});

/** Parts and the MiB of each, as an adaptive sizing decides, and why. */
function adaptive(given: Given, survey: InputSurvey): { mib: number; parts: number; why: string } {
  const { bounds, why } = sizingOf(settings({ mode: 'auto', strategy: 'adaptive', ...given }), survey);
  const { total, parts } = bounds.even ?? { total: 0, parts: 0 };
  return { mib: total / parts / MIB, parts, why };
}

test('what has to be known depends on the strategy; a number of partitions takes a count of rows', () => {
  const need = (given: Given): string => surveyNeed(settings(given).partition);
  assert.equal(need({}), 'nothing');
  assert.equal(need({ strategy: 'size' }), 'bytes');
  assert.equal(need({ strategy: 'adaptive' }), 'sample');
  assert.equal(need({ num_of_partitions: 3 }), 'rows');
});

test('sample fills partitions up to rows or size; without rows there is a bound all the same', () => {
  const { bounds, why } = sizingOf(settings({ rows: 500, most: 64 }), null);
  assert.deepEqual(bounds, { rows: 500, bytes: 64 * MIB, even: null });
  assert.equal(
    why,
    'at most 500 rows (partition_size) and 64 MiB (max_partition_size_mb), whichever comes first',
  );
  assert.equal(sizingOf(settings({}), null).bounds.rows, MOST_ROWS);
});

test('size shares the input out evenly into parts of the target or less', () => {
  const { bounds, why } = sizingOf(settings({ strategy: 'size', target_size_mb: 30 }), surveyed(100));
  assert.deepEqual(bounds.even, { unit: 'bytes', total: 100 * MIB, parts: 4 });
  assert.equal(why, '100.0 MiB in 4 parts of about 25.0 MiB: by partition.target_size_mb 30');
});

test('size without a target has parts of the greatest size; a target above that is cut to it, and told', () => {
  const plain = sizingOf(settings({ strategy: 'size', rows: 9 }), surveyed(1000, { exact: false }));
  assert.deepEqual([plain.bounds.rows, plain.bounds.even?.parts], [9, 8]);
  assert.equal(plain.why, 'about 1000.0 MiB in 8 parts of about 125.0 MiB: by max_partition_size_mb 128');
  const cut = sizingOf(settings({ strategy: 'size', target_size_mb: 256 }), surveyed(1000));
  assert.deepEqual(cut.bounds.even?.parts, 8);
  assert.match(cut.why, /by max_partition_size_mb 128, which partition\.target_size_mb 256 is above$/);
});

test('a number gives so many parts of equal rows', () => {
  const { bounds, why } = sizingOf(settings({ num_of_partitions: 20 }), surveyed(100, { rows: 1010 }));
  assert.deepEqual(bounds, {
    rows: null,
    bytes: 128 * MIB,
    even: { unit: 'rows', total: 1010, parts: 20 },
  });
  assert.equal(why, 'partition.num_of_partitions 20: 1010 rows in 20 parts of equal rows');
});

test('a number gives fewer parts where there are not as many rows, more where parts would be too large', () => {
  const few = sizingOf(settings({ num_of_partitions: 20 }), surveyed(1, { rows: 7 }));
  assert.equal(few.bounds.even?.parts, 7);
  assert.match(few.why, /7 parts of equal rows: there are not more rows$/);
  const large = sizingOf(settings({ num_of_partitions: 2 }), surveyed(1000, { rows: 5000 }));
  assert.equal(large.bounds.even?.parts, 8);
  assert.match(large.why, /: no partition may be above max_partition_size_mb 128$/);
  assert.equal(sizingOf(settings({ num_of_partitions: 20 }), surveyed(0, { rows: 0 })).bounds.even?.parts, 1);
});

test('adaptive: a costly chain has partitions of about a minute of work', () => {
  const { mib, why } = adaptive({}, surveyed(10_000, costing(2)));
  assert.ok(Math.abs(mib * 2 - GOAL_SECONDS) < 1, `${mib}`);
  assert.match(why, /about 60 s of work each \(at the start: 2 s of work per MiB\)$/);
});

test('adaptive: a cheap chain has partitions as large as they may be', () => {
  assert.match(adaptive({}, surveyed(10_000, costing(0.1))).why, /: not above max_partition_size_mb 128/);
  const target = adaptive({ target_size_mb: 50 }, surveyed(10_000, costing(0.1)));
  assert.equal(target.mib, 50);
  assert.match(target.why, /: not above partition\.target_size_mb 50/);
});

test('adaptive: a thread works within its share of memory, that of its own worker', () => {
  const { mib, why } = adaptive({ memory: 0.25 }, surveyed(10_000, costing(0.1)));
  assert.equal(mib, 16);
  assert.match(why, /a thread has 128 MiB of memory, and a partition takes 8 times its size/);
});

test('adaptive: every thread has several partitions, as long as these are worth their price', () => {
  const { parts, why } = adaptive({}, surveyed(320, costing(0.25)));
  assert.equal(parts, 4 * PER_THREAD);
  assert.match(why, /: 4 partitions for each of 4 threads/);
  const small = adaptive({}, surveyed(40, costing(0.25)));
  assert.ok(small.mib * 0.25 >= LEAST_SECONDS / 2 && small.parts === 5, JSON.stringify(small));
  assert.match(small.why, /smaller ones would take less than 2 s/);
  assert.match(adaptive({}, surveyed(4, costing(null))).why, /smaller ones would be below 1 MiB/);
  assert.equal(
    adaptive({ memory: 0.25 }, surveyed(1, costing(0.1))).why,
    '1.0 MiB in 1 part: smaller ones would take less than 2 s (at the start: 0.1 s of work per MiB)',
  );
});

test('adaptive: rows of very different sizes have larger partitions, so that these are alike', () => {
  const sample = { rows: 100, bytes: 100, mean: 2 * MIB, median: 1000, p99: 5 * MIB };
  const { mib, why } = adaptive({}, surveyed(320, costing(0.25, { sample })));
  assert.equal(mib, BALANCE * 5);
  assert.match(
    why,
    /: 8 times a large row, .*\(at the start: rows of 1000 bytes, 1 in 100 above 5\.0 MiB, 0\.25 s/,
  );
});

test('adaptive: measurements that differ by little come to the same sizes', () => {
  const parts = [1.9, 2, 2.1].map((cost) => adaptive({}, surveyed(10_000, costing(cost))).parts);
  assert.equal(new Set(parts).size, 1);
});

test('whatever was found, parts are neither above the greatest size nor beyond the memory, and there is one at least', () => {
  const number = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      number,
      fc.option(fc.double({ min: 1e-9, max: 1e5, noNaN: true })),
      fc.integer({ min: 1, max: 64 }),
      fc.integer({ min: 1, max: 2 ** 28 }),
      (mib, cost, threads, p99) => {
        const sample = { rows: 1, bytes: 1, mean: 1, median: 1, p99 };
        const force = { workers: 3, threads_each: threads };
        const found = adaptive({}, surveyed(mib, { seconds_per_mib: cost, sample, force }));
        assert.ok(found.parts >= 1 && Number.isInteger(found.parts));
        assert.ok(found.mib <= 128 * (1 + 1e-9) && found.mib <= 1024 / threads + 1e-9, JSON.stringify(found));
      },
    ),
  );
});
