import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricMeter, MetricTags } from '@temporalio/common';
import { WorkerMetrics } from '../../src/activities/metrics.js';
import { ParkedPartitions } from '../../src/activities/metrics-parked.js';
import { meteredPool } from '../../src/activities/metrics-pool.js';
import { metricsAddress } from '../../src/activities/metrics-runtime.js';
import type { SegmentOutcome } from '../../src/engine/job.js';
import type { JobOptions, ThreadPool } from '../../src/engine/pool.js';
import { told } from '../events/alert-events.js';

/** A meter that keeps what it is told: sums of counters, lists of histograms, the newest of gauges. */
function recorder(): { meter: MetricMeter; seen: Record<string, unknown> } {
  const seen: Record<string, unknown> = {};
  const name = (metric: string, tags?: MetricTags): string =>
    tags ? `${metric}{${Object.entries(tags).map(String).join()}}` : metric;
  const counter = (metric: string) => ({
    add: (n: number, tags?: MetricTags) => {
      seen[name(metric, tags)] = Number(seen[name(metric, tags)] ?? 0) + n;
    },
  });
  const histogram = (metric: string) => ({
    record: (n: number, tags?: MetricTags) => {
      seen[name(metric, tags)] = [...((seen[name(metric, tags)] as number[] | undefined) ?? []), n];
    },
  });
  const gauge = (metric: string) => ({ set: (n: number) => void (seen[metric] = n) });
  const meter = { createCounter: counter, createHistogram: histogram, createGauge: gauge };
  return { meter: meter as unknown as MetricMeter, seen };
}

const counts = { rejected: 0, duplicates: 0, merged: 0, added: 0 };

function outcome(o: Partial<SegmentOutcome>, index: number, bytes: number): SegmentOutcome {
  return {
    outcome: 'made',
    loaded_from: null,
    ops: [],
    ledger: { rows_in: 0, rows_out: 0, quarantined: 0, ...counts },
    set_aside: [],
    ...o,
    record: { index, bytes, ledger: { rows_in: 9, rows_out: 8, quarantined: 1, ...counts } },
  } as unknown as SegmentOutcome;
}

test('rows, bytes and seconds are counted by op, and nothing that was only adopted', () => {
  const { meter, seen } = recorder();
  const metrics = new WorkerMetrics(meter);
  const op = (name: string, duration: number, quarantined: number) => ({
    index: 0,
    name,
    duration,
    rows_in: 8,
    rows_out: 5,
    quarantined,
    ...counts,
  });
  metrics.read(outcome({}, -1, 70), 100);
  metrics.applied(outcome({ ops: [op('a', 0.5, 0), op('b', 2, 1)], checkpoint_seconds: 0.25 }, 1, 50));
  metrics.read(outcome({ outcome: 'adopted' }, -1, 70), 100);
  metrics.applied(outcome({ outcome: 'adopted', ops: [op('a', 9, 9)] }, 1, 50));
  metrics.exported(30);
  assert.deepEqual(seen, {
    juicer_bytes_read: 100,
    'juicer_bytes_written{kind,partition}': 70,
    'juicer_bytes_written{kind,checkpoint}': 50,
    'juicer_bytes_written{kind,export}': 30,
    'juicer_rows_in{op,partition}': 9,
    'juicer_rows_out{op,partition}': 8,
    'juicer_rows_quarantined{op,partition}': 1,
    'juicer_rows_in{op,a}': 8,
    'juicer_rows_out{op,a}': 5,
    'juicer_rows_quarantined{op,a}': 0,
    'juicer_rows_in{op,b}': 8,
    'juicer_rows_out{op,b}': 5,
    'juicer_rows_quarantined{op,b}': 1,
    'juicer_op_seconds{op,a}': [0.5],
    'juicer_op_seconds{op,b}': [2],
    juicer_checkpoint_seconds: [0.25],
  });
});

test('busy threads and waiting jobs are told as jobs come and go, also those that fail', async () => {
  const { meter, seen } = recorder();
  const ends: (() => void)[] = [];
  const inner = {
    threads: 2,
    close: () => Promise.resolve(),
    run: () =>
      new Promise((_, reject) => {
        ends.push(() => reject(new Error('x')));
      }),
  } as unknown as ThreadPool;
  const pool = meteredPool(inner, new WorkerMetrics(meter));
  const stand = () => [seen.juicer_threads_busy, seen.juicer_jobs_waiting];
  assert.deepEqual(stand(), [0, 0]);
  const jobs = [1, 2, 3].map(() =>
    pool.run<'scan'>({ kind: 'scan' } as never, {} as JobOptions).catch(() => 'failed'),
  );
  assert.deepEqual(stand(), [2, 1]);
  for (const end of ends) end();
  assert.deepEqual(await Promise.all(jobs), ['failed', 'failed', 'failed']);
  assert.deepEqual(stand(), [0, 0]);
});

test('parked partitions are those that wait now, however often their events are read', () => {
  const { meter, seen } = recorder();
  const parked = new ParkedPartitions(new WorkerMetrics(meter));
  const park = (partition: number) => told({ type: 'PARTITION_PARKED', at: 1, partition });
  for (const event of [park(1), park(2), park(1)]) parked.take('a', event);
  parked.take('b', park(1));
  assert.equal(seen.juicer_partitions_parked, 3);
  parked.take('a', told({ type: 'DECIDED', at: 2, partition: 1 }));
  assert.equal(seen.juicer_partitions_parked, 2);
  parked.take('a', told({ type: 'PROCESSING_ERROR', at: 3, partition: null }));
  assert.equal(seen.juicer_partitions_parked, 1);
  parked.forget('b');
  assert.equal(seen.juicer_partitions_parked, 0);
});

test('the metrics address is an IP address, or localhost, and a port', () => {
  assert.equal(metricsAddress(undefined), null);
  assert.equal(metricsAddress(''), null);
  assert.equal(metricsAddress('localhost:9464'), '127.0.0.1:9464');
  assert.equal(metricsAddress('0.0.0.0:1'), '0.0.0.0:1');
  assert.equal(metricsAddress('[::1]:9464'), '[::1]:9464');
  for (const wrong of [
    '9464',
    ':9464',
    'host:9464',
    '127.0.0.1:0',
    '127.0.0.1:65536',
    '::1:9464',
    '1.2.3:9',
  ]) {
    assert.throws(() => metricsAddress(wrong), { code: 'E_USAGE' }, wrong);
  }
});
