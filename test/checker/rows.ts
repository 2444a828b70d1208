/** P3 The ledger closes, row by row: every input row is in the result, quarantined, or counted as lost, exactly once. */
import path from 'node:path';
import { list, num, obj, str, type Json } from './json.js';
import { lost } from './ledger.js';
import type { ParquetReader } from './parquet.js';
import { isCleaned, jsonLines, opsOf, recordsOf, type RecordFile, type Run } from './run.js';
import type { Report } from './violation.js';

interface Ground {
  run: Run;
  parquet: ParquetReader;
  report: Report;
}

/** A record with the paths of its rows and of its quarantined rows, relative to the run's folder, or empty. */
interface Step {
  record: RecordFile;
  file: string;
  quarantine: string;
}

/** Follows the row ids of every partition from the mapping through each checkpoint, and from the mapping to the result. */
export async function checkRows(run: Run, parquet: ParquetReader, report: Report): Promise<void> {
  const ground = { run, parquet, report };
  for (const partition of run.partitions) {
    const start = mappedIds(partition.mapping);
    let entering: Entering = { before: start, rows: start.size, lost: 0 };
    for (const record of recordsOf(partition)) entering = await follow(ground, entering, stepOf(record));
    if (partition.result)
      await follow(ground, { before: start, rows: start.size, lost: 0 }, stepOf(partition.result));
  }
}

/**
 * Ids in the last file that could be read and its rows, which are more where an op made several of one; and how many rows
 * left in steps since then whose files were removed.
 */
interface Entering {
  before: Set<number>;
  rows: number;
  lost: number;
}

function stepOf(record: RecordFile): Step {
  const file = str(record.json, 'file') || str(obj(record.json, 'result'), 'path');
  return { record, file, quarantine: str(obj(record.json, 'quarantine'), 'path') };
}

/** What enters the next step. */
async function follow(ground: Ground, entering: Entering, at: Step): Promise<Entering> {
  const { run, parquet, report } = ground;
  const { before, rows } = entering;
  const ledger = obj(at.record.json, 'ledger');
  const left = entering.lost + lost(ledger);
  const quarantined = checkQuarantine(run, at, report);
  const ids = at.file === '' ? 'its record names no file' : await parquet.rowIds(path.join(run.dir, at.file));
  if (typeof ids === 'string') {
    const gone = (run.removed && !at.record.path.startsWith('results/')) || isCleaned(at.record);
    if (!gone) report('P3', 'rows-unreadable', ids, at.file || at.record.path);
    return { before, rows, lost: left };
  }
  const after = new Set(ids);
  if (ids.length !== num(ledger, 'rows_out')) {
    report('P3', 'parquet-rows', `${ids.length} rows, the ledger says ${num(ledger, 'rows_out')}`, at.file);
  }
  const split = num(ledger, 'added') > 0 || rows > before.size;
  if (after.size !== ids.length && !split) report('P3', 'row-twice', 'a row id occurs twice', at.file);
  const foreign = ids.find((id) => !before.has(id));
  if (foreign !== undefined) report('P3', 'row-foreign', `row ${foreign} did not enter`, at.file);
  const gone = rows - ids.length;
  if (gone !== left) report('P3', 'row-lost', `${gone} rows are gone, the ledger says ${left}`, at.file);
  for (const row of quarantined) {
    if ((split || !after.has(row)) && before.has(row)) continue;
    report('P3', 'quarantine-row', `row ${row} is not one of those that left here`, at.quarantine);
  }
  return { before: after, rows: ids.length, lost: 0 };
}

/** Row numbers in a record's quarantine file, which holds one line per quarantined row. */
function checkQuarantine(run: Run, at: Step, report: Report): number[] {
  if (run.removed && !at.record.path.startsWith('results/')) return [];
  const { record } = at;
  const lines = at.quarantine === '' ? [] : jsonLines(path.join(run.dir, at.quarantine));
  const place = at.quarantine || record.path;
  const rows = lines.map((l) => num(l, 'row'));
  const counted = num(obj(record.json, 'ledger'), 'quarantined');
  if (lines.length !== counted) {
    report('P3', 'quarantine-lines', `${lines.length} lines for ${counted} quarantined rows`, place);
  }
  if (new Set(rows).size !== rows.length && !isSplit(run, record))
    report('P3', 'quarantine-twice', 'a row occurs twice', place);
  if (lines.some((l) => num(l, 'partition') !== num(record.json, 'partition'))) {
    report('P3', 'quarantine-partition', 'a line is of another partition', place);
  }
  for (const op of opsOf(record)) {
    const index = num(op, 'index');
    const found = lines.filter((l) => (l?.['op_index'] ?? -1) === index).length;
    if (found === num(op, 'quarantined')) continue;
    report('P3', 'quarantine-op', `op ${index}: ${found} lines for ${num(op, 'quarantined')} rows`, place);
  }
  return rows;
}

/** Whether an op of the chain up to a record made several rows of one. */
function isSplit(run: Run, { json }: RecordFile): boolean {
  const partition = run.partitions.find(({ id }) => id === num(json, 'partition'));
  const records = partition ? [...recordsOf(partition), ...(partition.result ? [partition.result] : [])] : [];
  return records.some((record) => num(obj(record.json, 'ledger'), 'added') > 0);
}

function mappedIds(mapping: Json): Set<number> {
  const ids = new Set<number>();
  for (const source of list(mapping, 'sources')) {
    for (let row = num(source, 'row_start'); row < num(source, 'row_end'); row++) ids.add(row);
  }
  return ids;
}
