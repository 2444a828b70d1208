/** A worker's metrics endpoint and its log, on a run with a retried op, a quarantined row and hostile text. */
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import {
  assertEnded,
  DONE,
  faultyWorkspace,
  inputLines,
  PARTITION_ROWS,
  PARTITIONS,
  withFaults,
} from '../faults/support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import type { Workspace } from './support.js';

const CANARY = 'zanzibarcanary';
const ROWS = PARTITIONS * PARTITION_ROWS;

describe('a worker with a metrics address, its log at level DEBUG', () => {
  let ws: Workspace;
  let server: StandingServer;
  let metrics: string;
  let log: Record<string, unknown>[];

  before(async () => {
    ws = faultyWorkspace();
    const lines = inputLines(ROWS);
    lines[3] = `{"id": 3, "text": "${CANARY} in a row that makes an op throw, long enough to reach the second op"}\n`;
    ws.write('in.jsonl', lines.join(''));
    const faults = [
      { name: 'once', point: 'op.start', match: 'partition_2/op_1/', action: 'throw' as const },
      { point: 'op.row', match: CANARY, action: 'throw-foreign' as const },
    ];
    const address = `127.0.0.1:${await freePort()}`;
    server = await standingServer(ws, {
      ...withFaults(ws, faults),
      JUICER_METRICS_ADDRESS: address,
      JUICER_LOG_LEVEL: 'DEBUG',
    });
    assertEnded(await ws.run(['run', 'recipe.yaml', '--id', 'watched']), DONE);
    metrics = await (await fetch(`http://${address}/metrics`)).text();
    log = ws
      .read('.juicer/worker.log')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  /** The value of one series. */
  function value(series: string): number {
    const line = metrics.split('\n').find((l) => l.startsWith(`${series} `));
    assert.ok(line !== undefined, `no series ${series}`);
    return Number(line.slice(series.length + 1));
  }

  it('serves rows, bytes, seconds, attempts and threads beside the metrics of the SDK', () => {
    assert.equal(value('juicer_rows_in_total{op="partition"}'), ROWS);
    const broken = value('juicer_rows_quarantined_total{op="partition"}');
    assert.equal(value('juicer_rows_in_total{op="whitespace_normalization_mapper"}'), ROWS - broken);
    assert.equal(value('juicer_rows_quarantined_total{op="whitespace_normalization_mapper"}'), 1);
    assert.equal(value('juicer_rows_in_total{op="text_length_filter"}'), ROWS - broken - 1);
    assert.equal(value('juicer_op_seconds_count{op="text_length_filter"}'), PARTITIONS);
    assert.equal(value('juicer_checkpoint_seconds_count'), 3 * PARTITIONS);
    assert.equal(value('juicer_bytes_read_total'), Buffer.byteLength(ws.read('in.jsonl')));
    assert.equal(
      value('juicer_bytes_written_total{kind="export"}'),
      Buffer.byteLength(ws.read('out/result.jsonl')),
    );
    assert.equal(value('juicer_attempts_total{op="text_length_filter",outcome="failed"}'), 1);
    assert.equal(value('juicer_attempts_total{op="text_length_filter",outcome="done"}'), PARTITIONS);
    assert.equal(value('juicer_threads_busy'), 0);
    assert.equal(value('juicer_jobs_waiting'), 0);
    assert.equal(value('juicer_partitions_parked'), 0);
    assert.match(metrics, /^temporal_activity_execution_latency/m);
  });

  it('labels nothing by run, partition or worker', () => {
    const ours = metrics.split('\n').filter((line) => line.startsWith('juicer_'));
    const labels = ours.flatMap((line) => [...line.matchAll(/(\w+)="/g)].map((m) => m[1]));
    assert.deepEqual([...new Set(labels)].sort(), ['kind', 'le', 'op', 'outcome']);
  });

  it('logs one JSON object a line that names run, partition, op, attempt, worker and duration', () => {
    const failed = log.filter((line) => line['level'] === 'WARN');
    assert.deepEqual(
      failed.map(({ message, run, partition, op, attempt, error_type }) => [
        message,
        run,
        partition,
        op,
        attempt,
        error_type,
      ]),
      [['text_length_filter: attempt 1 failed', 'watched', 2, 'text_length_filter', 1, 'E_IO']],
    );
    const [line] = failed;
    assert.match(String(line?.['worker']), /:\d+$/);
    assert.equal(typeof line?.['duration'], 'number');
    const done = log.filter((l) => l['op'] === 'text_length_filter' && l['level'] === 'INFO');
    assert.equal(done.length, PARTITIONS);
  });

  it('has the text of no row, neither in its log nor in its metrics', () => {
    assert.ok(log.length > 3 * PARTITIONS);
    assert.ok(!ws.read('.juicer/worker.log').includes(CANARY));
    assert.ok(!metrics.includes(CANARY));
  });
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
