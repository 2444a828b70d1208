/** Lines of what a partition took over from an earlier run: ops that were not run here, checkpoints that came. */
import type { OpCount } from '../model/checkpoint.js';
import type { SegmentResult } from '../model/contract.js';
import type { Reused } from '../model/reuse.js';
import { acceptedMetadata, type Accepted } from './attempt-lines.js';
import type { SegmentContext } from './segment-lines.js';
import { opNameAt } from './segment-work.js';

/** Adds them; ops that an earlier execution has told are not told again. */
export function addReused(context: SegmentContext, accepted: Accepted<SegmentResult>): void {
  const { lines, input, completed, numbers } = context;
  const { result, closed } = accepted;
  const { reused } = result;
  if (!reused) return;
  const { from_run, failed } = reused;
  if (failed) {
    const message = `not reused from run ${from_run}: ${failed.path}: ${failed.reason}`;
    lines.add(closed, 'WARNING', message, { metadata: { ...failed, reused_from: from_run } });
  }
  const told = new Set(completed);
  for (const op of reused.ops) if (!told.has(op.index)) addOp(context, { accepted, reused }, op);
  for (const checkpoint of reused.checkpoints) {
    if (told.has(checkpoint.index)) continue;
    const work = { name: opNameAt(input.segments, checkpoint.index), idx: checkpoint.index };
    lines.add(closed, 'CHECKPOINT_LOAD', `reused ${checkpoint.path} of run ${from_run}`, {
      operation_name: work.name,
      operation_idx: work.idx,
      attempt: Math.max(1, numbers.current(work)),
      metadata: {
        ...checkpoint,
        outcome: 'reused',
        reused_from: from_run,
        loaded_from: checkpoint.index,
        ...acceptedMetadata(accepted),
      },
    });
  }
}

/** An op that is done without having been run: it took no time here. */
function addOp(
  { lines, completed, here, numbers }: SegmentContext,
  o: { accepted: Accepted<SegmentResult>; reused: Reused },
  op: OpCount,
): void {
  const { closed } = o.accepted;
  const { index, name, duration: _elsewhere, ...ledger } = op;
  completed.add(index);
  here.add(index);
  const attempt = numbers.next({ name, idx: index });
  const metadata = { outcome: 'reused', reused_from: o.reused.from_run, ...acceptedMetadata(o.accepted) };
  const fields = { operation_name: name, operation_idx: index, attempt };
  lines.add(closed, 'OPERATION_START', `${name}: reused from run ${o.reused.from_run}`, {
    ...fields,
    metadata,
  });
  const { rows_in, rows_out } = ledger;
  lines.add(closed, 'OPERATION_COMPLETE', `${name}: ${rows_in} rows in, ${rows_out} out, reused`, {
    ...fields,
    duration: 0,
    metadata: { ...metadata, ledger },
    performance_metrics: { rows_in, rows_out, rows_per_second: null },
  });
}
