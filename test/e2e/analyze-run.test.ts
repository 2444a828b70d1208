/** The numbers of a run with a retried op, quarantined rows and a lost attempt: the same in every file and command as in the events. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { checkRun } from '../checker/check-run.js';
import { assertEnded, DONE, faultyWorkspace, PARTITIONS, runDir, withFaults } from '../faults/support.js';
import { jsonLines, readJson } from './artefacts.js';
import type { Workspace } from './support.js';

/** A line of the log, as far as the sums of this test need it. */
interface Line {
  event_type: string;
  timestamp: number;
  partition_id: number | null;
  operation_name: string | null;
  operation_idx: number | null;
  duration: number | null;
  resource_usage: { peak_rss_mb: number } | null;
  metadata: {
    lost?: boolean;
    bytes?: number;
    rows?: number;
    ledger?: Record<string, number>;
    worker?: string;
  };
}

type Numbers = Record<string, number>;

interface Metrics extends Record<string, unknown> {
  total_time: number;
  avg_partition_time: number;
  rows_per_second: number;
  mb_per_second: number;
  retries: number;
  count: number;
  max: number;
  resource_usage: { peak_rss_mb: number; run_dir_mb: number | null };
  ops: (Numbers & { name: string })[];
}

/** The worker dies in the attempt after the one that throws: that one's failure is in history by then. */
const FAULTS = [
  { name: 'kill', point: 'op.start', match: 'partition_7/op_1/attempt_2', action: 'kill' as const },
  {
    name: 'throw',
    point: 'commit.before',
    match: 'partition_000007/op_001_text_length_filter.parquet',
    action: 'throw' as const,
  },
];

let w: Workspace;
let dir = '';
let lines: Line[] = [];

before(async () => {
  w = faultyWorkspace();
  assertEnded(await w.run(['run', 'recipe.yaml', '--id', 'numbers'], withFaults(w, FAULTS)), DONE);
  dir = runDir(w, 'numbers');
  lines = jsonLines<Line>(fs.readFileSync(`${dir}/logs/processing_events.jsonl`, 'utf8'));
});
after(() => w.remove());

describe('a run with a retried op, quarantined rows and a lost attempt', () => {
  it('keeps the promises', async () => {
    assert.deepEqual(await checkRun(dir), []);
  });

  it('tells attempts, rows and the ledger in processing_summary.json as the events do', () => {
    const summary = readJson<Record<string, Numbers> & { ops: Numbers[] }>(
      dir,
      'logs/processing_summary.json',
    );
    const errors = own('OPERATION_ERROR');
    const lost = errors.filter((e) => e.metadata.lost).length;
    assert.ok(lost > 0 && errors.length > lost, 'both kinds of failure were met');
    const total = own('RESOURCE_USAGE').length + errors.length;
    assert.deepEqual(summary['attempts'], { total, failed: errors.length, lost });
    const ledgers = own('PARTITION_COMPLETE').map((e) => e.metadata.ledger ?? {});
    assert.equal(ledgers.length, PARTITIONS);
    for (const [key, value] of Object.entries(summary['ledger'] ?? {}))
      assert.equal(value, sum(ledgers, key), key);
    assert.ok(sum(ledgers, 'quarantined') > 0);
    for (const op of summary.ops) sameOp(op);
  });

  it('tells times, rates, memory and retries in performance_metrics.json as the events do', () => {
    const metrics = readJson<Metrics>(dir, 'logs/performance_metrics.json');
    const [end] = own('PROCESSING_COMPLETE');
    close(metrics.total_time, end?.duration ?? 0);
    const times = own('PARTITION_COMPLETE').map((e) => e.duration ?? 0);
    close(metrics.avg_partition_time, times.reduce((a, b) => a + b, 0) / times.length);
    close(metrics.max, Math.max(...times));
    const starts = new Map(own('PARTITION_START').map((e) => [e.partition_id, e.metadata]));
    const rows = [...starts.values()].reduce((total, m) => total + (m.rows ?? 0), 0);
    const bytes = [...starts.values()].reduce((total, m) => total + (m.bytes ?? 0), 0);
    close(metrics.rows_per_second, rows / metrics.total_time);
    close(metrics.mb_per_second, bytes / 2 ** 20 / metrics.total_time);
    assert.equal(metrics.count, PARTITIONS);
    assert.equal(metrics.retries, own('OPERATION_RETRY').length);
    const peaks = own('RESOURCE_USAGE').map((e) => e.resource_usage?.peak_rss_mb ?? 0);
    assert.equal(metrics.resource_usage.peak_rss_mb, Math.max(...peaks));
    assert.equal(metrics.ops.length, 3);
    for (const op of metrics.ops) sameOpTimes(op);
  });

  it('tells rows, ops and attempts of each partition in final_mapping_report.json as the events do', () => {
    const { partitions } = readJson<{
      partitions: { id: number; status: string; rows_out: number; attempts: number; ops: Numbers[] }[];
    }>(dir, 'metadata/final_mapping_report.json');
    for (const p of partitions) {
      const of = (type: string): Line[] => own(type).filter((e) => e.partition_id === p.id);
      assert.equal(p.attempts, of('RESOURCE_USAGE').length + of('OPERATION_ERROR').length);
      assert.deepEqual(
        [p.status, p.rows_out],
        ['done', of('PARTITION_COMPLETE')[0]?.metadata.ledger?.['rows_out']],
      );
      for (const done of of('OPERATION_COMPLETE')) {
        const op = p.ops.find((o) => o['index'] === done.operation_idx) ?? {};
        for (const [key, value] of Object.entries(done.metadata.ledger ?? {}))
          assert.equal(op[key], value, key);
        assert.equal(op['duration'], done.duration);
      }
    }
  });

  it('has the same numbers in the status report as in the files, but for the folder that has grown', async () => {
    const shown = await w.run(['status', 'numbers', '--report', '-o', 'json']);
    assert.equal(shown.code, 0, shown.stderr);
    const { performance, status } = JSON.parse(shown.stdout) as { performance: Metrics; status: Metrics };
    const metrics = readJson<Metrics>(dir, 'logs/performance_metrics.json');
    for (const key of ['avg_partition_time', 'count', 'max', 'retries', 'cpu_seconds', 'ops'])
      assert.deepEqual(performance[key], metrics[key], key);
    close(performance.total_time, metrics.total_time);
    assert.deepEqual(
      [status['status'], status['success_rate'], status['completed_partitions'], status['active_partitions']],
      ['done', 1, PARTITIONS, 0],
    );
    const text = await w.run(['status', 'numbers', '--report']);
    assert.match(text.stdout, /^partitions {2}12 of 12 done, 0 active/m);
  });

  it('is analysed by id and by folder: failures by op, kind, partition and worker, slowest first', async () => {
    const shown = await w.run(['analyze', 'numbers', '-o', 'json']);
    assert.equal(shown.code, 0, shown.stderr);
    const answer = JSON.parse(shown.stdout) as {
      failures: Record<
        'by_op' | 'by_error_type' | 'by_partition' | 'by_worker',
        { name: string; count: number }[]
      >;
      slowest_partitions: { seconds: number }[];
      hints: { symptom: string }[];
    };
    const { failures } = answer;
    for (const groups of [failures.by_op, failures.by_error_type, failures.by_partition, failures.by_worker])
      assert.equal(
        groups.reduce((total, g) => total + g.count, 0),
        own('OPERATION_ERROR').length,
      );
    const kinds = failures.by_error_type.map((g) => g.name);
    assert.ok(kinds.includes('E_IO') && kinds.includes('WorkerLost'), kinds.join());
    const seconds = answer.slowest_partitions.map((p) => p.seconds);
    assert.deepEqual(
      seconds,
      seconds.toSorted((a, b) => b - a),
    );
    const byFolder = await w.run(['analyze', dir, '-o', 'json']);
    assert.deepEqual(JSON.parse(byFolder.stdout), answer);
    assert.ok(!answer.hints.some((hint) => hint.symptom === 'log'));
  });

  it('gets a hint when its log is torn, and the command that is named mends it', async () => {
    const log = `${dir}/logs/processing_events.jsonl`;
    const whole = fs.readFileSync(log);
    fs.writeFileSync(log, whole.subarray(0, whole.length / 2));
    const torn = await w.run(['analyze', 'numbers']);
    assert.match(torn.stdout, /^hint \(log\): the event log is damaged$/m);
    assert.match(torn.stdout, /^ {2}cure {6}juicer events numbers --rebuild: /m);
    const again = await w.run(['events', 'numbers', '--rebuild']);
    assert.equal(again.code, 0, again.stderr);
    assert.ok(fs.readFileSync(log).equals(whole));
    const mended = await w.run(['analyze', 'numbers']);
    assert.doesNotMatch(mended.stdout, /hint \(log\)/);
  });
});

/** Lines of a type, those of the step that writes the reports left out. */
function own(type: string): Line[] {
  return lines.filter((e) => e.event_type === type && e.operation_name !== 'report');
}

function sameOp(op: Numbers): Line[] {
  const done = own('OPERATION_COMPLETE').filter((e) => e.operation_idx === op['index']);
  assert.equal(done.length, PARTITIONS);
  const ledgers = done.map((e) => e.metadata.ledger ?? {});
  for (const key of Object.keys(ledgers[0] ?? {})) assert.equal(op[key], sum(ledgers, key), key);
  close(
    op['duration'] ?? -1,
    done.reduce((total, e) => total + (e.duration ?? 0), 0),
  );
  return done;
}

function sameOpTimes(op: Numbers): void {
  const times = sameOp(op)
    .map((e) => e.duration ?? 0)
    .sort((a, b) => a - b);
  const total = times.reduce((a, b) => a + b, 0);
  close(op['total'] ?? -1, total);
  close(op['mean'] ?? -1, total / times.length);
  // Of twelve values the sixth and the twelfth: nearest rank.
  assert.deepEqual(
    [op['p50'], op['p95'], op['max'], op['count']],
    [times[5], times[11], times[11], PARTITIONS],
  );
  close(op['rows_per_second'] ?? -1, (op['rows_in'] ?? 0) / total);
  const retries = own('OPERATION_RETRY').filter((e) => e.operation_idx === op['index']);
  assert.equal(op['retries'], retries.length);
}

function sum(list: readonly Numbers[], key: string): number {
  return list.reduce((total, numbers) => total + (numbers[key] ?? 0), 0);
}

function close(value: number, expected: number): void {
  assert.ok(
    Math.abs(value - expected) < 1e-3 * Math.max(1, Math.abs(expected)),
    `${value} is not ${expected}`,
  );
}
