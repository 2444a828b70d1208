/** A small finished run, made by hand and by DuckDB: what the checker must find nothing in. */
import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { syntheticEvents } from './synthetic-events.js';
import { sha, write, writeJson, writeLines, writeParquet, type WrittenFile } from './synthetic-files.js';
import { counts, left, opLine, OPS, PARTITIONS, quarantined, type OpLine } from './synthetic-rows.js';

/** Where a synthetic run stands. */
export interface SyntheticRun {
  dir: string;
  input: string;
  exportFile: string;
}

const RUN_ID = 'synthetic-run';
const HEADER = { schema_version: 1, run_id: RUN_ID };
const LAST = OPS.length - 1;
const NONE = { failed: 0, parked: 0, skipped: 0, active: 0 };

/** Builds the run below `root`; every hash, count and event is consistent. */
export async function makeRun(root: string): Promise<SyntheticRun> {
  const dir = path.join(root, 'run');
  const run = { dir, input: path.join(root, 'in.jsonl'), exportFile: path.join(root, 'out', 'result.jsonl') };
  const mapped = writeInput(run);
  const planSha = writePlan(run, writeJson(dir, 'metadata/dataset_mapping.json', mapped).sha256);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const results: WrittenFile[] = [];
  for (const id of PARTITIONS.keys()) results.push(await writePartition(connection, dir, id));
  connection.closeSync();
  instance.closeSync();
  writeExport(run, planSha);
  writeReports(dir, mapped.partitions, results);
  writeLines(
    dir,
    'logs/processing_events.jsonl',
    syntheticEvents(
      RUN_ID,
      PARTITIONS.map((_, id) => opLines(id)),
    ),
  );
  return run;
}

function writeInput(run: SyntheticRun) {
  let at = 0;
  const texts = PARTITIONS.map((rows) =>
    rows.map((r) => (r.out === -1 ? '{"text": \n' : `${JSON.stringify({ text: r.text })}\n`)).join(''),
  );
  write(path.dirname(run.input), path.basename(run.input), texts.join(''));
  const partitions = texts.map((text, id) => {
    const [start, bytes, rows] = [at, Buffer.byteLength(text), PARTITIONS[id] ?? []];
    at += bytes;
    const first = rows[0]?.row ?? 0;
    const ends = { row_start: first, row_end: first + rows.length, line_start: first + 1 };
    const sources = [{ file: run.input, byte_start: start, byte_end: at, ...ends }];
    return {
      id,
      sources,
      rows: rows.length,
      bytes,
      sha256: sha(text),
      path: `partitions/${stem(id)}.parquet`,
    };
  });
  const inputs = [{ file: run.input, bytes: at, mtime_ms: 1, sha256: sha('') }];
  return { ...HEADER, total_rows: PARTITIONS.flat().length, total_bytes: at, inputs, partitions };
}

function writePlan(run: SyntheticRun, mappingSha: string): string {
  return writeJson(run.dir, 'metadata/plan.json', {
    ...HEADER,
    recipe_sha256: sha('recipe'),
    mapping_sha256: mappingSha,
    reader: { format: 'jsonl', text_key: 'text', on_row_error: 'quarantine' },
    ops: OPS.map((name, index) => ({ index, name, version: 1, params: {} })),
    segments: OPS.map((name, i) => ({ index: i, from: i, to: i, stem: opStem(i), summary: name })),
    settings: { export_events: true, preserve_intermediate: true },
    export: { path: run.exportFile, format: 'jsonl', keep_stats: false },
  }).sha256;
}

/** Writes the files and records of a partition: the cut, a checkpoint per op, the result. */
async function writePartition(connection: DuckDBConnection, dir: string, id: number): Promise<WrittenFile> {
  const rows = PARTITIONS[id] ?? [];
  const records: unknown[] = [];
  for (const op of opLines(id)) {
    const { index } = op;
    const place = index === -1 ? `partitions/${stem(id)}` : `checkpoints/${stem(id)}/${opStem(index)}`;
    const { path: file, ...digest } = await writeParquet(
      connection,
      dir,
      `${place}.parquet`,
      left(rows, index),
    );
    records.push({
      ...{ ...HEADER, partition: id, index, name: op.name, version: 1, file, ...digest, attempt: 1 },
      ...{ fingerprint: sha(`fingerprint ${id} ${index}`), rows_in: op.rows_in, rows_out: op.rows_out },
      ops: index === -1 ? [] : [op],
      ledger: counts(rows, index, index),
      quarantine: writeQuarantine(dir, `${place}.quarantine.jsonl`, id, [index, index]),
    });
    writeJson(dir, `${place}.json`, records.at(-1));
  }
  writeJson(dir, `checkpoints/${stem(id)}/metadata.json`, {
    schema_version: 1,
    partition: id,
    checkpoints: records,
  });
  const result = await writeParquet(
    connection,
    dir,
    `results/${stem(id)}_processed.parquet`,
    left(rows, LAST),
  );
  const quarantine = writeQuarantine(dir, `quarantine/${stem(id)}.jsonl`, id, [-1, LAST]);
  const { fingerprint } = records.at(-1) as { fingerprint: string };
  const record = { ...HEADER, partition: id, status: 'done', fingerprint, result, ops: opLines(id) };
  writeJson(dir, `results/${stem(id)}.json`, { ...record, ledger: counts(rows, -1, LAST), quarantine });
  return result;
}

function writeQuarantine(
  dir: string,
  name: string,
  id: number,
  [from, to]: [number, number],
): WrittenFile | null {
  const rows = quarantined(PARTITIONS[id] ?? [], from, to);
  if (rows.length === 0) return null;
  const lines = rows.map((r) => ({
    ...{ run_id: RUN_ID, partition: id, row: r.row, raw: r.text, attempt: 1 },
    ...(r.out === -1 ? { op: null, op_index: null } : { op: OPS[r.out ?? 0], op_index: r.out }),
  }));
  return writeLines(dir, name, lines, 0o600);
}

function writeExport(run: SyntheticRun, planSha: string): void {
  const rows = PARTITIONS.flatMap((p) => left(p, LAST));
  const lines = rows.map((r) => ({ text: r.text }));
  const written = writeLines(path.dirname(run.exportFile), path.basename(run.exportFile), lines);
  const file = { ...written, path: run.exportFile, rows: rows.length };
  const origin = { recipe_sha256: sha('recipe'), plan_sha256: planSha };
  writeJson(run.dir, 'metadata/manifest.json', {
    ...HEADER,
    ...origin,
    rows: rows.length,
    bytes: file.bytes,
    files: [file],
  });
}

function writeReports(
  dir: string,
  mapped: ReturnType<typeof writeInput>['partitions'],
  results: WrittenFile[],
): void {
  const rows = PARTITIONS.flat();
  const ledger = counts(rows, -1, LAST);
  const ops = [-1, ...OPS.keys()].map((index) => opLine(rows, index));
  writeJson(dir, 'metadata/final_mapping_report.json', {
    ...{ ...HEADER, total_rows: rows.length },
    partitions: mapped.map(({ sources: _sources, path: _path, ...partition }, id) => {
      const rowsOut = left(PARTITIONS[id] ?? [], LAST).length;
      return {
        ...partition,
        status: 'done',
        rows_out: rowsOut,
        ops: opLines(id),
        attempts: 3,
        result: results[id],
      };
    }),
  });
  const counted = { partitions: mapped.length, completed: mapped.length, ...NONE, ledger };
  writeJson(dir, 'logs/processing_summary.json', {
    ...HEADER,
    verdict: 'done',
    success_rate: 1,
    counts: counted,
    ledger,
    ops,
  });
  const measured = ops.map((op) => ({ ...op, count: mapped.length }));
  writeJson(dir, 'logs/performance_metrics.json', { ...HEADER, total_time: 3, ops: measured });
}

function opLines(id: number): OpLine[] {
  return [-1, ...OPS.keys()].map((index) => opLine(PARTITIONS[id] ?? [], index));
}

function stem(id: number): string {
  return `partition_${String(id).padStart(6, '0')}`;
}

function opStem(index: number): string {
  return `op_${String(index).padStart(3, '0')}_${OPS[index] ?? ''}`;
}
