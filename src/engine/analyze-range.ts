/** Measures some rows of one range of the input with every filter of a chain; no filter drops any. */
import { noteCode } from '../custom/loaded.js';
import { sourceRows } from '../input/source-rows.js';
import type { PlannedOp } from '../model/plan.js';
import type { StatValue } from '../ops/define.js';
import type { PreparedFilter, PreparedOp } from '../ops/run.js';
import { tableRows, type Batch } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import { KeyLayoutSet } from '../table/layout-set.js';
import { takeRows } from '../table/select.js';
import { settleTexts } from '../table/settle-texts.js';
import { addRow, noSums, type AnalyzedRow, type AnalyzedStat, type AnalyzedSums } from './analyze-sums.js';
import type { AnalyzeJob } from './job.js';
import { preparedOp } from './prepared.js';
import { RowCursor } from './row-cursor.js';
import { runBatch } from './run-op.js';
import { rowNumber, type FailedRow } from './scene.js';
import { withEndings } from './source-ending.js';

/** Rows that are in memory with their values at a time. */
const CHUNK = 1000;

/** The stats that a chain measures, in its order. */
export function analyzedStats(ops: readonly PlannedOp[]): AnalyzedStat[] {
  return ops.flatMap((planned, op) => {
    const prepared = preparedOp(planned);
    if (prepared.kind !== 'filter') return [];
    return Object.entries(prepared.stats).map(([name, type]) => ({
      op,
      name,
      numeric: type === 'int64' || type === 'double',
    }));
  });
}

/**
 * Runs an analyze job.
 * @throws JuicerError E_INPUT_CHANGED or E_IO when the range cannot be read as it was scanned; see {@link preparedOp}.
 */
export async function analyzeRange(job: AnalyzeJob, onRows: (done: number) => void): Promise<AnalyzedSums> {
  const { ops, textKey, partition } = job;
  for (const { sha256, text } of job.code) noteCode(sha256, () => text);
  const stats = analyzedStats(ops);
  const chain = ops.map((op) => preparedOp(op));
  const filters = chain.filter((op) => op.kind === 'filter').length;
  const sums = noSums(stats, { ops: ops.length, filters });
  const { bytes, rowStart } = await sourceRows(partition, { contents: null, textKey });
  const parsed = parseJsonl(bytes, { textKey, rowStart });
  const table = withEndings(parsed.table, partition, job.addSuffix);
  const wanted = job.every === 1 ? () => true : (row: number): boolean => row % job.every === 0;
  sums.unreadable = parsed.bad.filter((bad) => wanted(bad.row)).length;
  const context = { textKey, layouts: new KeyLayoutSet(table.layouts), threw: sums.threw };
  for (const batch of chunks(settleTexts(table, textKey).batches, wanted)) {
    sums.rows += batch.rows;
    for (const { number, row } of throughChain(batch, chain, context)) {
      addRow(sums, stats, row);
      if (number % (job.every * job.keepEvery) === 0) sums.sample.push(row);
    }
    onRows(sums.rows);
  }
  onRows(tableRows(table));
  return sums;
}

function* chunks(batches: readonly Batch[], wanted: (row: number) => boolean): Generator<Batch> {
  for (const batch of batches) {
    let rows: number[] = [];
    for (let i = 0; i < batch.rows; i++) {
      if (wanted(rowNumber(batch, i))) rows.push(i);
      if (rows.length === 0 || (rows.length < CHUNK && i < batch.rows - 1)) continue;
      yield takeRows(batch, Uint32Array.from(rows));
      rows = [];
    }
    if (rows.length > 0) yield takeRows(batch, Uint32Array.from(rows));
  }
}

interface Numbered {
  number: number;
  row: AnalyzedRow;
}

/** The rows of a batch with what every filter measured; one that a mapper threw at is not among them, as in a run. */
function throughChain(
  rows: Batch,
  chain: readonly PreparedOp[],
  o: { textKey: string; layouts: KeyLayoutSet; threw: number[] },
): Numbered[] {
  const made = new Map<number, AnalyzedRow>();
  let batch = rows;
  for (const [index, op] of chain.entries()) {
    if (op.kind === 'filter') {
      o.threw[index] = (o.threw[index] ?? 0) + measureAll(batch, op, { ...o, made });
      continue;
    }
    const failed: FailedRow[] = [];
    const { textKey, layouts } = o;
    batch = runBatch(batch, op, { textKey, layouts, step: () => undefined, failed });
    o.threw[index] = (o.threw[index] ?? 0) + failed.length;
    for (const { row } of failed) made.delete(row);
  }
  return [...made].sort(([a], [b]) => a - b).map(([number, row]) => ({ number, row }));
}

/** Adds the filter's values to each row; gives how many rows made it throw. */
function measureAll(
  batch: Batch,
  op: PreparedFilter,
  { textKey, made }: { textKey: string; made: Map<number, AnalyzedRow> },
): number {
  const cursor = new RowCursor(batch, textKey);
  const names = Object.keys(op.stats);
  let threw = 0;
  for (let i = 0; i < batch.rows; i++) {
    const number = rowNumber(batch, i);
    const row = made.get(number) ?? { values: [], keeps: [] };
    made.set(number, row);
    const measured = measuredRow(op, cursor.at(i));
    row.values.push(...names.map((name) => measured?.[name] ?? null));
    row.keeps.push(measured ? op.keep(measured) : null);
    if (!measured) threw++;
  }
  return threw;
}

function measuredRow(op: PreparedFilter, row: RowCursor): Record<string, StatValue> | null {
  try {
    return op.measure(row);
  } catch {
    // Counted by the caller; what it throws may quote the row.
    return null;
  }
}
