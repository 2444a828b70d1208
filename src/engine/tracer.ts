/** The tracer: the first rows of a partition that each op changed or dropped, and the lines that tell of them. */
import type { Plan, PlannedOp } from '../model/plan.js';
import type { Batch } from '../table/column.js';
import { takeRows } from '../table/select.js';
import { rowNumber, type RowChange, type RowTrace } from './scene.js';
import { traceLine, type TraceSample } from './tracer-line.js';

/** Samples of one op, as JSON lines without their line feeds. */
export interface TracedOp {
  index: number;
  lines: string[];
}

/** Takes the first `limit` samples of what one op does. */
export class RowTracer implements RowTrace {
  readonly samples: TraceSample[] = [];

  constructor(private readonly limit: number) {}

  get full(): boolean {
    return this.samples.length >= this.limit;
  }

  changed(batch: Batch, i: number, change: RowChange): void {
    this.samples.push({ row: rowNumber(batch, i), alone: takeRows(batch, Uint32Array.of(i)), change });
  }

  dropped(batch: Batch, rows: readonly number[]): void {
    for (const i of rows.slice(0, this.limit - this.samples.length))
      this.samples.push({ row: rowNumber(batch, i), alone: takeRows(batch, Uint32Array.of(i)) });
  }
}

/** Whether the recipe has an op traced. */
export function isTraced({ trace }: Plan, op: PlannedOp): boolean {
  return trace !== undefined && (trace.ops.length === 0 || trace.ops.includes(op.name));
}

/** A tracer for each of some ops that is traced. */
export function opTracers(plan: Plan, ops: readonly PlannedOp[]): (RowTracer | undefined)[] {
  const { trace } = plan;
  return ops.map((op) => (trace && isTraced(plan, op) ? new RowTracer(trace.num) : undefined));
}

/** What the tracers of some ops took. */
export function tracedOps(
  { trace, reader }: Plan,
  o: {
    ops: readonly PlannedOp[];
    tracers: readonly (RowTracer | undefined)[];
    layouts: readonly string[][];
  },
): TracedOp[] {
  const context = { keys: trace?.keys ?? [], textKey: reader.text_key, layouts: o.layouts };
  return o.ops.flatMap((op, k): TracedOp[] => {
    const tracer = o.tracers[k];
    if (!tracer) return [];
    return [{ index: op.index, lines: tracer.samples.map((sample) => traceLine(sample, context)) }];
  });
}
