/** Runs the ops of a segment over a table: one op after the other over all rows, or fused. */
import type { OpCount } from '../model/checkpoint.js';
import type { PlannedOp, Segment } from '../model/plan.js';
import { faultPoint } from '../storage/fault.js';
import type { Store } from '../storage/store.js';
import type { Table } from '../table/column.js';
import { settleLayouts } from '../table/layout-set.js';
import { settleTexts } from '../table/settle-texts.js';
import { runFused } from './fused.js';
import { giveUp } from './give-up.js';
import type { ApplyJob } from './job.js';
import { preparedOp } from './prepared.js';
import { failedRows, refuseRows } from './quarantine.js';
import { runOp, type OpOutcome } from './run-op.js';
import type { FailedRow } from './scene.js';
import { opTracers, tracedOps, type RowTracer, type TracedOp } from './tracer.js';

/** Reports progress: rows done and the op at work. */
export type OnOpRows = (done: number, opIndex: number) => void;

/** What the ops of a segment came to. */
export interface OpsOutcome {
  table: Table;
  ops: OpCount[];
  /** JSON lines, by op, then by row. */
  quarantine: Uint8Array;
  /** Samples of each op that is traced; null when none of the run is. */
  trace: TracedOp[] | null;
}

/** What a segment is run with. */
interface Work {
  job: ApplyJob;
  store: Store;
  /** By decision every row is quarantined instead of being worked on. */
  giveUp: boolean;
  table: Table;
  onRows: OnOpRows;
  /** One per op of the segment, where it is traced. */
  tracers: readonly (RowTracer | undefined)[];
}

interface OpResult extends Pick<OpOutcome, 'ledger'> {
  failed: FailedRow[];
  seconds: number;
}

/**
 * Applies the ops of a segment to every row of a table. Fused or not, the outcome has the same bytes.
 * @throws JuicerError E_ROW when a row would be quarantined and the recipe wants none to be.
 */
export async function runOps(segment: Segment, work: Omit<Work, 'tracers'>): Promise<OpsOutcome> {
  const { plan, partition, attempt } = work.job;
  const textKey = plan.reader.text_key;
  const ops = plan.ops.slice(segment.from, segment.to + 1);
  const settled = settleTexts(work.table, textKey);
  const given = work.giveUp ? giveUp(settled) : null;
  const tracers = opTracers(plan, ops);
  const start = { ...work, tracers, table: given?.table ?? settled };
  const { table, results } = plan.op_fusion && ops.length > 1 ? inOnePass(ops, start) : oneByOne(ops, start);
  if (given && results[0]) countGivenUp(results[0], given.failed);
  const context = { runId: plan.run_id, partition, attempt, textKey, contents: work.store };
  const lines: Uint8Array[] = [];
  for (const [k, op] of ops.entries()) {
    const failed = results[k]?.failed ?? [];
    if (failed.length > 0) lines.push(await failedRows(failed, op, table.layouts, context));
  }
  const quarantine = Buffer.concat(lines);
  if (plan.reader.on_row_error === 'fail' && !work.giveUp) refuseRows(quarantine);
  const counts = ops.map((op, k) => counted(op, results[k] as OpResult));
  const trace = plan.trace ? tracedOps(plan, { ops, tracers, layouts: table.layouts }) : null;
  return { table: settleLayouts(settleTexts(table, textKey)), ops: counts, quarantine, trace };
}

/** Rows that were given up count for the first op: they entered it and did not leave it. */
function countGivenUp({ failed, ledger }: OpResult, given: FailedRow[]): void {
  failed.push(...given);
  ledger.rows_in += given.length;
  ledger.quarantined += given.length;
}

function oneByOne(ops: readonly PlannedOp[], work: Work): { table: Table; results: OpResult[] } {
  const { plan } = work.job;
  let { table } = work;
  const results = ops.map((op, k): OpResult => {
    strikeAt(work, op);
    const started = performance.now();
    const out = runOp(table, preparedOp(op), {
      textKey: plan.reader.text_key,
      batchSize: plan.batch_size,
      onRows: (done) => work.onRows(done, op.index),
      trace: work.tracers[k],
    });
    table = out.table;
    return { ledger: out.ledger, failed: out.failed, seconds: (performance.now() - started) / 1000 };
  });
  return { table, results };
}

function inOnePass(ops: readonly PlannedOp[], work: Work): { table: Table; results: OpResult[] } {
  const { plan } = work.job;
  const { table, tallies } = runFused(
    work.table,
    ops.map((op) => preparedOp(op)),
    {
      textKey: plan.reader.text_key,
      batchSize: plan.batch_size,
      onStart: (k) => strikeAt(work, ops[k] as PlannedOp),
      onRows: (done, k) => work.onRows(done, (ops[k] as PlannedOp).index),
      traces: work.tracers,
    },
  );
  return { table, results: tallies };
}

function counted(op: PlannedOp, { ledger, seconds }: OpResult): OpCount {
  return { index: op.index, name: op.name, ...ledger, duration: seconds };
}

function strikeAt({ job }: Work, op: PlannedOp): void {
  faultPoint('op.start', `partition_${job.partition.id}/op_${op.index}/attempt_${job.attempt}`);
}
