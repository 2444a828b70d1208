/** Lines of the quarantine file: rows that could not be read, or that made an op throw. */
import { isUtf8 } from 'node:buffer';
import { locateRows } from '../input/locate.js';
import type { SourceOptions, SourceRows } from '../input/source-rows.js';
import type { QuarantineLine } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { Partition, PlannedOp } from '../model/plan.js';
import type { BadLine } from '../table/bad-line.js';
import { encodeJsonl } from '../table/to-jsonl.js';
import type { FailedRow } from './scene.js';

/** Where the rows were met. */
export interface QuarantineContext {
  runId: string;
  partition: Partition;
  attempt: number;
}

/** Lines for rows that could not be read. */
export function badLines(
  bad: readonly BadLine[],
  source: SourceRows,
  context: QuarantineContext,
): Uint8Array {
  const { bytes } = source;
  const lines = bad.map((b): QuarantineLine => {
    const problem = source.problemAt(b.line);
    // Where the reader of a format says why, it has put a mark before the bytes.
    const mark = problem ? 1 : 0;
    const raw = Buffer.from(bytes.buffer, bytes.byteOffset + b.byteOffset + mark, b.byteLength - mark);
    return {
      ...common(context),
      row: b.row,
      op: null,
      op_index: null,
      reason: problem?.reason ?? b.reason,
      error: problem?.error ?? b.error,
      source: source.placeOf(b.line, b.byteOffset),
      ...(isUtf8(raw) ? { raw: raw.toString() } : { raw: null, raw_base64: raw.toString('base64') }),
    };
  });
  return encode(lines);
}

/** Lines for rows that made an op throw. */
export async function failedRows(
  failed: readonly FailedRow[],
  op: PlannedOp,
  layouts: string[][],
  context: QuarantineContext & Pick<SourceOptions, 'contents' | 'textKey'>,
): Promise<Uint8Array> {
  const rows = failed.map((f) => f.row);
  const places = await locateRows(context.partition, rows, context);
  const lines = failed.map((f): QuarantineLine => {
    const raw = encodeJsonl(f.alone, layouts, { textKey: context.textKey, keepStats: false });
    return {
      ...common(context),
      row: f.row,
      op: op.name,
      op_index: op.index,
      reason: f.reason ?? 'op_threw',
      error: describe(f.error),
      source: places.get(f.row) ?? null,
      raw: Buffer.from(raw).toString().trimEnd(),
    };
  });
  return encode(lines);
}

/**
 * For recipes in which no row may be lost: refuses what would be quarantined, naming the first row.
 * @throws JuicerError E_ROW unless `quarantine` is empty.
 */
export function refuseRows(quarantine: Uint8Array): void {
  if (quarantine.length === 0) return;
  const text = Buffer.from(quarantine).toString();
  const first = JSON.parse(text.slice(0, text.indexOf('\n'))) as QuarantineLine;
  const what = first.op === null ? `cannot be read: ${first.reason}` : `makes op ${first.op} throw`;
  const { source } = first;
  throw new JuicerError('E_ROW', `row ${first.row} ${what}`, {
    ...(source ? { place: `${source.file}:${source.line}` } : {}),
    hint: 'mend the row, or set on_row_error: quarantine to set such rows apart',
  });
}

function common(context: QuarantineContext): Pick<QuarantineLine, 'run_id' | 'partition' | 'attempt'> {
  return { run_id: context.runId, partition: context.partition.id, attempt: context.attempt };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
}

function encode(lines: readonly QuarantineLine[]): Uint8Array {
  return Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
