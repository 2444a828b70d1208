/** Why a row that was there before some ops is not there after them. */
import type { QuarantineLine } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import type { PlannedOp } from '../model/plan.js';
import type { StatValue } from '../ops/define.js';
import type { PreparedOp } from '../ops/run.js';
import type { RowPosition } from '../table/row-lookup.js';
import { preparedOp } from './prepared.js';
import { traceRow } from './trace-row.js';

/** The op that a row did not survive. `op` and `stats` are null when that cannot be told here any more. */
export interface DropReason {
  outcome: 'rejected' | 'quarantined';
  op: string | null;
  op_index: number | null;
  /** What the filter measured, for a rejected row. */
  stats: Record<string, StatValue> | null;
  /** The quarantine's word, for a quarantined row. */
  reason: string | null;
}

/** The reason from the quarantine. */
export function quarantineReason({ op, op_index, reason }: QuarantineLine): DropReason {
  return { outcome: 'quarantined', op, op_index, stats: null, reason };
}

/** Why a row was rejected by one of some consecutive ops: the row, as it stood before them, is taken through them again. */
export function rejectReason(
  position: RowPosition,
  textKey: string,
  planned: readonly PlannedOp[],
): DropReason {
  const ops = samePreparedOps(planned);
  const fates = ops ? traceRow(position, textKey, ops) : [];
  const last = fates.at(-1);
  const culprit = planned[fates.length - 1];
  if (last?.outcome === 'rejected' && culprit)
    return {
      outcome: 'rejected',
      op: culprit.name,
      op_index: culprit.index,
      stats: last.stats,
      reason: null,
    };
  const only = planned.length === 1 ? planned[0] : undefined;
  return {
    outcome: 'rejected',
    op: only?.name ?? null,
    op_index: only?.index ?? null,
    stats: null,
    reason: null,
  };
}

/** The ops as they were planned; null when this installation has them in another version or without their files. */
function samePreparedOps(planned: readonly PlannedOp[]): PreparedOp[] | null {
  try {
    return planned.map(preparedOp);
  } catch (error) {
    const other = error instanceof JuicerError || (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (other) return null;
    throw error;
  }
}
