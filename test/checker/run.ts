/** A run's folder as the checker sees it: its JSON files, its records by partition, its events. */
import fs from 'node:fs';
import path from 'node:path';
import { lines, walk } from './files.js';
import { isObject, list, num, obj, parseObject, str, type Json } from './json.js';

/** A record and where it stands, relative to the run's folder. `json` is null when it does not parse. */
export interface RecordFile {
  path: string;
  json: Json | null;
}

/** What one partition left. */
export interface PartitionFiles {
  id: number;
  mapping: Json;
  cut: RecordFile | null;
  /** Checkpoint records by op index. */
  ops: RecordFile[];
  /** The record of its end when it is done, or damaged. */
  result: RecordFile | null;
  /** The same when it says that the partition is left out. */
  skipped: RecordFile | null;
  /** Whether the run was told to remove this partition's checkpoints after its commit, and has come that far. */
  checkpointsRemoved: boolean;
}

/** One line of the event log; `json` is null when it does not parse. */
export interface EventLine {
  file: string;
  line: number;
  json: Json | null;
}

/** A run's folder. */
export interface Run {
  dir: string;
  /** Every file, relative to `dir`. */
  files: string[];
  plan: Json | null;
  mapping: Json | null;
  manifest: Json | null;
  finalMapping: Json | null;
  summary: Json | null;
  metrics: Json | null;
  /** 'done', 'failed', 'cancelled', 'waiting', or empty when the run does not say. */
  verdict: string;
  partitions: PartitionFiles[];
  events: EventLine[];
  /** Whether the run was told to remove partitions and checkpoints after its commit, and has come that far. */
  removed: boolean;
}

/** Reads a run's folder; what is missing or damaged is null. */
export function loadRun(dir: string): Run {
  const read = (name: string): Json | null => {
    const file = path.join(dir, name);
    return fs.existsSync(file) ? parseObject(fs.readFileSync(file, 'utf8')) : null;
  };
  const files = walk(dir);
  const plan = read('metadata/plan.json');
  const mapping = read('metadata/dataset_mapping.json');
  const summary = read('logs/processing_summary.json');
  const verdict = str(summary, 'verdict');
  const record = (name: string): RecordFile => ({ path: name, json: read(name) });
  const folders = byFolder(files);
  return {
    dir,
    files,
    plan,
    mapping,
    manifest: read('metadata/manifest.json'),
    finalMapping: read('metadata/final_mapping_report.json'),
    summary,
    metrics: read('logs/performance_metrics.json'),
    verdict,
    partitions: list(mapping, 'partitions').map((p) => {
      const files = partitionFiles(folders, p, record);
      return { ...files, checkpointsRemoved: verdict === 'done' && !keepsCheckpoints(plan, files.result) };
    }),
    events: loadEvents(dir, files),
    removed: verdict === 'done' && obj(plan, 'settings')?.['preserve_intermediate'] === false,
  };
}

/** Whether a run that is done keeps the checkpoints of a partition with this result. */
function keepsCheckpoints(plan: Json | null, result: RecordFile | null): boolean {
  if (obj(plan, 'settings')?.['preserve_intermediate'] === false) return false;
  const retention = str(obj(plan, 'checkpoints'), 'retention');
  if (retention === 'keep_failed_only') return str(result?.json ?? null, 'status') !== 'done';
  return retention !== 'cleanup_all';
}

/** Whether a record says that its file was removed to make room for later ones. */
export function isCleaned(record: RecordFile): boolean {
  return record.json?.['cleaned'] === true;
}

/** `12` → `partition_000012`. */
export function stemOf(partition: number): string {
  return `partition_${String(partition).padStart(6, '0')}`;
}

/** Records of a partition's files in the order of the chain: the cut, then the checkpoints. */
export function recordsOf(partition: PartitionFiles): RecordFile[] {
  return [...(partition.cut ? [partition.cut] : []), ...partition.ops];
}

/** The op lines of a partition's or checkpoint's record. */
export function opsOf(record: RecordFile | null): Json[] {
  return list(record?.json ?? null, 'ops');
}

/** The objects in a file of JSON lines; null for a line that does not parse. */
export function jsonLines(file: string): (Json | null)[] {
  return fs.existsSync(file) ? [...lines(file)].map(parseObject) : [];
}

function partitionFiles(
  folders: Map<string, string[]>,
  mapping: Json,
  record: (name: string) => RecordFile,
): Omit<PartitionFiles, 'checkpointsRemoved'> {
  const id = num(mapping, 'id');
  const stem = stemOf(id);
  const find = (name: string): RecordFile | null =>
    folders.get(path.posix.dirname(name))?.includes(name) ? record(name) : null;
  const checkpoints = folders.get(`checkpoints/${stem}`) ?? [];
  const end = find(`results/${stem}.json`);
  const leftOut = str(end?.json ?? null, 'status') === 'skipped';
  return {
    id,
    mapping,
    cut: find(`partitions/${stem}.json`),
    ops: checkpoints.filter((f) => /\/op_\d+_[^/]+\.json$/.test(f)).map(record),
    result: leftOut ? null : end,
    skipped: leftOut ? end : null,
  };
}

function byFolder(files: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const folder = path.posix.dirname(file);
    const names = folders.get(folder);
    if (names) names.push(file);
    else folders.set(folder, [file]);
  }
  return folders;
}

/** The log with its rotated files, the highest number first. */
function loadEvents(dir: string, files: string[]): EventLine[] {
  const log = 'logs/processing_events.jsonl';
  const numberOf = (file: string): number => Number(file.slice(log.length + 1) || 0);
  const parts = files.filter((f) => f === log || /^logs\/processing_events\.jsonl\.\d+$/.test(f));
  parts.sort((a, b) => numberOf(b) - numberOf(a));
  return parts.flatMap((file) =>
    jsonLines(path.join(dir, file)).map((json, i) => ({
      file,
      line: i + 1,
      json: isObject(json) ? json : null,
    })),
  );
}
