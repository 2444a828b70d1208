/** Takes a quarantined row through what it did not survive, as that is here and now. */
import type { QuarantineLine } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { Plan, PlannedOp } from '../model/plan.js';
import type { StatValue } from '../ops/define.js';
import { parseJsonl } from '../table/from-jsonl.js';
import { rowPositions } from '../table/row-lookup.js';
import { presentOp, traceRow } from './trace-row.js';

/** What a quarantined row comes to now. Errors are as thrown and may quote the row. */
export type Replayed =
  | { outcome: 'passes' }
  | { outcome: 'rejected'; stats: Record<string, StatValue> }
  | { outcome: 'throws'; error: string }
  | { outcome: 'unreadable'; error: string };

/**
 * Replays one row: a line that was no row is read again, any other goes through the op that it made throw.
 * @throws JuicerError E_UNKNOWN_OP when the op is not there any more; whatever its set-up throws.
 */
export function replayRow(line: QuarantineLine, plan: Plan): Replayed {
  const textKey = plan.reader.text_key;
  const { table, bad } = parseJsonl(rawBytes(line), { textKey, rowStart: line.row });
  const position = rowPositions(table).get(line.row);
  if (!position) return { outcome: 'unreadable', error: bad[0]?.error ?? 'the line is empty' };
  if (line.op_index === null) return { outcome: 'passes' };
  const fate = traceRow(position, textKey, [presentOp(plannedOp(line, plan))])[0];
  if (fate?.outcome === 'threw') return { outcome: 'throws', error: describeError(fate.error) };
  if (fate?.outcome === 'rejected') return { outcome: 'rejected', stats: fate.stats };
  return { outcome: 'passes' };
}

function plannedOp(line: QuarantineLine, plan: Plan): PlannedOp {
  const op = plan.ops[line.op_index ?? -1];
  if (op && op.name === line.op) return op;
  throw new JuicerError('E_CHECKPOINT', `the op of quarantined row ${line.row} is not in the plan`);
}

function rawBytes(line: QuarantineLine): Uint8Array {
  return line.raw === null ? Buffer.from(line.raw_base64 ?? '', 'base64') : Buffer.from(line.raw);
}

function describeError(error: unknown): string {
  return error instanceof Error ? `${error.constructor.name}: ${error.message}` : String(error);
}
