/** Settings of the recipe act: each is seen in what the run leaves, and none but the wanted changes the export. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { checkRun } from '../checker/check-run.js';
import {
  eventsOf,
  filesBelow,
  jsonLines,
  mostAtATime,
  readJson,
  runDirOf,
  runIdOf,
  type EventLine,
} from './artefacts.js';
import { proseLines, recipeWith, spansOfPartitions } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type Workspace } from './support.js';

const PARTITIONS = 5;
const OPS = ['whitespace_normalization_mapper', 'text_length_filter', 'language_id_score_filter'];

describe('a setting', () => {
  let ws: Workspace;
  let server: StandingServer;
  let usual: { dir: string; exported: string };

  before(async () => {
    ws = workspace();
    ws.write('in.jsonl', proseLines());
    server = await standingServer(ws);
    usual = await run('usual', '');
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  /** Runs the recipe with further keys; what the checker says of the event log may be expected. */
  async function run(name: string, more: string, whole = true): Promise<typeof usual & { stderr: string }> {
    ws.write(`${name}.yaml`, recipeWith(name, more));
    const result = await ws.run(['run', `${name}.yaml`]);
    assert.equal(result.code, 0, result.stderr);
    const dir = runDirOf(result);
    const violations = await checkRun(dir, { expectVerdict: 'done' });
    // A log without its lesser or older lines cannot tell a whole story (P6).
    assert.deepEqual(whole ? violations : violations.filter((v) => v.promise !== 'P6'), []);
    return { dir, exported: ws.read(`out/${name}.jsonl`), stderr: result.stderr };
  }

  it('parquet_engine: parquetjs-lite gives the same export', async () => {
    const { dir, exported } = await run('lite', 'parquet_engine: parquetjs-lite');
    assert.equal(exported, usual.exported);
    const record = readJson<{ engine: string }>(dir, 'partitions/partition_000000.json');
    assert.equal(record.engine, 'parquetjs-lite');
    assert.notDeepEqual(
      fs.readFileSync(path.join(dir, 'results/partition_000000_processed.parquet')),
      fs.readFileSync(path.join(usual.dir, 'results/partition_000000_processed.parquet')),
    );
  });

  for (const [compression, codec] of [
    ['snappy', 'SNAPPY'],
    ['zstd', 'ZSTD'],
    ['gzip', 'GZIP'],
    ['none', 'UNCOMPRESSED'],
  ] as const) {
    it(`checkpointing.compression: ${compression} is seen in every file`, async () => {
      const made =
        compression === 'snappy'
          ? usual
          : await run(compression, `checkpointing: {compression: ${compression}}`);
      assert.equal(made.exported, usual.exported);
      assert.deepEqual(await codecsOf(made.dir), [codec]);
    });
  }

  it('checkpointing.enabled: false leaves the last checkpoint only', async () => {
    const { dir, exported } = await run('sparse', 'checkpointing: {enabled: false}');
    assert.equal(exported, usual.exported);
    const each = (names: string[]): string[] =>
      Array.from({ length: PARTITIONS }, (_, p) =>
        names.map((n) => `partition_00000${p}/${n}.parquet`),
      ).flat();
    const names = OPS.map((op, i) => `op_00${i}_${op}`);
    assert.deepEqual(filesBelow(path.join(usual.dir, 'checkpoints'), '.parquet'), each(names));
    assert.deepEqual(filesBelow(path.join(dir, 'checkpoints'), '.parquet'), each(names.slice(-1)));
  });

  it('preserve_intermediate_data: false leaves results, manifest and reports, no partitions and checkpoints', async () => {
    const { dir, exported } = await run('bare', 'preserve_intermediate_data: false');
    assert.equal(exported, usual.exported);
    assert.equal(filesBelow(path.join(dir, 'results'), '.parquet').length, PARTITIONS);
    for (const gone of ['partitions', 'checkpoints'])
      assert.equal(fs.existsSync(path.join(dir, gone)), false);
    const kept = [
      'metadata/manifest.json',
      'metadata/final_mapping_report.json',
      'logs/processing_summary.json',
      'logs/performance_metrics.json',
      'logs/processing_events.jsonl',
    ];
    assert.deepEqual(
      kept.filter((name) => !fs.existsSync(path.join(dir, name))),
      [],
    );
  });

  it('keep_stats_in_res_ds: true keeps the stats of filters in the export, and adds nothing else', async () => {
    const { exported } = await run('stats', 'keep_stats_in_res_ds: true');
    const rows = jsonLines<Record<string, unknown>>(exported);
    for (const row of rows) {
      assert.deepEqual(Object.keys(row['__dj__stats__'] as object).sort(), [
        'lang',
        'lang_score',
        'text_len',
      ]);
      delete row['__dj__stats__'];
    }
    assert.deepEqual(rows, jsonLines(usual.exported));
  });

  it('event_logging.enabled: false leaves no event log; the events are in the history all the same', async () => {
    ws.write('quiet.yaml', recipeWith('quiet', 'event_logging: {enabled: false}'));
    const result = await ws.run(['run', 'quiet.yaml']);
    assert.equal(result.code, 0, result.stderr);
    assert.deepEqual(await checkRun(runDirOf(result)), []);
    assert.equal(filesBelow(path.join(runDirOf(result), 'logs'), 'events.jsonl').length, 0);
    const { stdout } = await ws.run(['events', runIdOf(result), '--type', 'PARTITION_COMPLETE']);
    assert.equal(jsonLines(stdout).length, PARTITIONS);
  });

  it('event_logging.log_level decides which lines are in the log', async () => {
    assert.equal(
      eventsOf(usual.dir).some((e) => e.event_type === 'DEBUG'),
      false,
    );
    const { dir } = await run('debug', 'event_logging: {log_level: DEBUG}');
    assert.equal(
      eventsOf(dir).some((e) => e.event_type === 'DEBUG'),
      true,
    );
    const quiet = await run('errors', 'event_logging: {log_level: ERROR}', false);
    assert.deepEqual(eventsOf(quiet.dir), []);
    assert.doesNotMatch(quiet.stderr, /planning|partitions,/);
  });

  it('event_logging.max_log_size_mb and backup_count rotate the log, the newest lines in the base file', async () => {
    const { dir } = await run('rotated', 'event_logging: {max_log_size_mb: 0.01, backup_count: 2}', false);
    const logs = path.join(dir, 'logs');
    const names = ['', '.1', '.2'].map((n) => `processing_events.jsonl${n}`);
    assert.deepEqual(
      fs
        .readdirSync(logs)
        .filter((name) => name.startsWith('processing_events'))
        .sort(),
      names,
    );
    for (const name of names) assert.ok(fs.statSync(path.join(logs, name)).size <= 0.01 * 2 ** 20, name);
    const lines = names
      .toReversed()
      .flatMap((name) => jsonLines<EventLine>(fs.readFileSync(path.join(logs, name), 'utf8')));
    assert.equal(lines.at(-1)?.event_type, 'PROCESSING_COMPLETE');
    assert.deepEqual(
      lines.map((e) => e.timestamp),
      lines.map((e) => e.timestamp).toSorted((a, b) => a - b),
    );
  });

  it('max_concurrent_partitions: 1 has one partition open at a time', async () => {
    assert.ok(mostAtATime(spansOfPartitions(usual.dir)) > 1);
    const { dir, exported } = await run('narrow', 'max_concurrent_partitions: 1');
    assert.equal(exported, usual.exported);
    const spans = spansOfPartitions(dir);
    assert.equal(spans.length, PARTITIONS);
    assert.equal(mostAtATime(spans), 1);
  });

  it('performance.batch_size is the one of the plan and changes no byte', async () => {
    const { dir, exported } = await run('batch', 'performance: {batch_size: 1}');
    assert.equal(readJson<{ batch_size: number }>(dir, 'metadata/plan.json').batch_size, 1);
    assert.equal(exported, usual.exported);
  });
});

/** The codecs of all column chunks of all Parquet files of a run. */
async function codecsOf(dir: string): Promise<unknown[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const duck = await instance.connect();
  try {
    const files = path.join(dir, '**', '*.parquet').replaceAll("'", "''");
    const read = await duck.runAndReadAll(
      `SELECT DISTINCT compression FROM parquet_metadata('${files}') ORDER BY 1`,
    );
    return read.getColumns()[0] ?? [];
  } finally {
    duck.closeSync();
    instance.closeSync();
  }
}
