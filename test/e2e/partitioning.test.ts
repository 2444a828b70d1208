/** However the input is cut, the result is the same; what was decided, and how even it came out, is told. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Sizing } from '../../src/model/sizing.js';
import type { PartitionSizes } from '../../src/plan/sizes.js';
import { checkRun } from '../checker/check-run.js';
import { readJson, runDirOf } from './artefacts.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type CommandResult, type Workspace } from './support.js';

const KIB = 2 ** 10;
/** One large file whose rows are small but for a few that are huge, then many tiny ones. */
const [LARGE_ROWS, TINY_FILES, HUGE_EVERY] = [1500, 80, 400];

interface PlanJson {
  rows: number;
  sizing: Sizing;
  sizes: PartitionSizes;
  partitions: { rows: number; bytes: number; sources: { file: string }[] }[];
}

function recipe(name: string, keys: string): string {
  return `project_name: cut
dataset_path: data
export_path: out/${name}.jsonl
${keys}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 20, max_len: 1000000}
`;
}

function line(id: number): string {
  const words = 'A partition is a slice  of the input, and no row is in two of them. ';
  const times = id % HUGE_EVERY === HUGE_EVERY - 1 ? 2000 : 2 + (id % 17);
  return `${JSON.stringify({ id, text: id % 10 === 3 ? 'short' : words.repeat(times) })}\n`;
}

describe('a skewed dataset', () => {
  let ws: Workspace;
  let server: StandingServer;

  before(async () => {
    ws = workspace();
    const ids = (from: number, to: number): string =>
      Array.from({ length: to - from }, (_, i) => line(from + i)).join('');
    ws.write('data/a.jsonl', ids(0, LARGE_ROWS));
    for (let k = 0; k < TINY_FILES; k++) {
      const from = LARGE_ROWS + 2 * k;
      ws.write(`data/b${String(k).padStart(3, '0')}.jsonl`, ids(from, from + 2));
    }
    server = await standingServer(ws);
    await run('sample', 'partition_size: 200');
  });
  after(async () => {
    await server.stop();
    await ws.remove();
  });

  async function ok(args: string[]): Promise<CommandResult> {
    const result = await ws.run(args);
    assert.equal(result.code, 0, result.stderr + result.stdout);
    return result;
  }

  async function planned(name: string, keys: string): Promise<PlanJson> {
    ws.write(`${name}.yaml`, recipe(name, keys));
    return JSON.parse((await ok(['plan', `${name}.yaml`, '-o', 'json'])).stdout) as PlanJson;
  }

  /** The mapping of a run that keeps the promises. */
  async function run(
    name: string,
    keys: string,
  ): Promise<{ sizing: Sizing; partitions: PlanJson['partitions'] }> {
    ws.write(`${name}.yaml`, recipe(name, keys));
    const dir = runDirOf(await ok(['run', `${name}.yaml`, '--id', name]));
    assert.deepEqual(await checkRun(dir, { expectVerdict: 'done' }), []);
    return readJson(dir, 'metadata/dataset_mapping.json');
  }

  const bytesOf = (partitions: PlanJson['partitions']): number[] => partitions.map((p) => p.bytes);
  const same = (name: string): void =>
    assert.equal(ws.read(`out/${name}.jsonl`), ws.read('out/sample.jsonl'), name);

  it('sample: partitions of equal rows are as different in size as their rows', async () => {
    const { sizing, sizes, rows } = await planned('sample', 'partition_size: 200');
    assert.equal(rows, LARGE_ROWS + 2 * TINY_FILES);
    assert.deepEqual([sizes.partitions, sizes.rows], [9, { min: 60, median: 200, max: 200 }]);
    assert.ok(sizes.max_to_median > 1.3, `${sizes.max_to_median}`);
    assert.match(sizing.why, /^at most 200 rows \(partition_size\) and 128 MiB \(max_partition_size_mb\)/);
  });

  it('size: huge rows and many files give partitions that are alike', async () => {
    const keys = `partition: {strategy: size, target_size_mb: 0.25}`;
    const plan = await planned('size', keys);
    const { sizes, partitions, sizing } = plan;
    assert.ok(sizes.bytes.max <= 320 * KIB && sizes.max_to_median < 1.3, JSON.stringify(sizes));
    assert.ok(sizes.bytes.min > 0.6 * sizes.bytes.median, JSON.stringify(sizes));
    const filesIn = partitions.map((p) => new Set(p.sources.map((s) => path.basename(s.file))));
    assert.ok(filesIn.filter((names) => names.has('a.jsonl')).length > 5, 'the large file is not cut');
    assert.ok(
      filesIn.some((names) => names.size >= TINY_FILES / 2),
      'the small files are not packed together',
    );
    assert.match(sizing.why, /in \d+ parts of about 2\d\d\.\d KiB: by partition\.target_size_mb 0\.25$/);
    const done = await run('size', keys);
    assert.deepEqual(bytesOf(done.partitions), bytesOf(partitions));
    assert.deepEqual(done.sizing, sizing);
    same('size');
  });

  it('by number: just as many, of equal rows', async () => {
    const keys = 'partition: {mode: manual, num_of_partitions: 7}';
    const { sizes, sizing, partitions } = await planned('number', keys);
    const rows = LARGE_ROWS + 2 * TINY_FILES;
    assert.deepEqual(
      partitions.map((p) => p.rows),
      Array.from({ length: 7 }, (_, k) => Math.floor(rows / 7) + (k < rows % 7 ? 1 : 0)),
    );
    assert.equal(sizes.partitions, 7);
    assert.equal(sizing.why, `partition.num_of_partitions 7: ${rows} rows in 7 parts of equal rows`);
    assert.deepEqual(bytesOf((await run('number', keys)).partitions), bytesOf(partitions));
    same('number');
  });

  it('adaptive: rows and ops are measured, and the plan says what decided', async () => {
    const keys = 'partition: {mode: auto}\nperformance: {memory_limit_gb: 0.25, num_workers: 8}';
    const { sizing } = await planned('adaptive', keys);
    assert.ok(sizing.survey?.sample && sizing.survey.sample.rows >= LARGE_ROWS);
    assert.ok((sizing.survey.seconds_per_mib ?? 0) > 0);
    assert.deepEqual(sizing.survey.force, { workers: 1, threads_each: 8 });
    assert.match(sizing.why, /^1\.\d MiB in 1 part: smaller ones would take less than 2 s /);
    assert.match(sizing.why, / \(at the start: rows of .*, 1 in 100 above .*, .* s of work per MiB\)$/);
    const { partitions, sizing: decided } = await run('adaptive', 'partition: {mode: auto}');
    assert.ok(partitions.length >= 1 && decided.survey?.seconds_per_mib);
    same('adaptive');
  });

  it('both bounds hold at once', async () => {
    const keys = 'partition_size: 150\nmax_partition_size_mb: 0.125';
    const { partitions } = await planned('both', keys);
    for (const { rows, bytes } of partitions) assert.ok(rows <= 150 && (bytes <= 128 * KIB || rows === 1));
    assert.ok(partitions.some((p) => p.rows === 150) && partitions.some((p) => p.bytes > 120 * KIB));
    await run('both', keys);
    same('both');
  });

  it('plan shows how the input is cut, why, and how even it came out', async () => {
    ws.write('shown.yaml', recipe('shown', 'partition: {num_of_partitions: 4}'));
    const { stdout } = await ok(['plan', 'shown.yaml', '--reuse', 'none']);
    assert.match(stdout, /^partitions 4, by number: partition\.num_of_partitions 4: 1660 rows in 4 parts/m);
    assert.match(stdout, /^ {2}rows {5}415 least, 415 middle, 415 most$/m);
    assert.match(stdout, /^ {2}size {5}.* least, .* middle, .* most; largest ÷ middle [\d.]+$/m);
  });

  it('a run that is gone on with is refused when its way of cutting was changed', async () => {
    ws.write('size.yaml', recipe('size', 'partition: {strategy: size, target_size_mb: 0.5}'));
    const again = await ws.run(['run', 'size.yaml', '--id', 'size']);
    assert.equal(again.code, 6, again.stderr);
    assert.match(again.stderr, /partition\.target_size_mb: 0\.25 → 0\.5/);
  });
});
