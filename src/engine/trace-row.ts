/** Takes one row through ops, to tell what each makes of it; the engine proper works on whole tables. */
import type { PlannedOp } from '../model/plan.js';
import type { Mapped, RowView, StatValue } from '../ops/define.js';
import { memberOf } from '../ops/field/member.js';
import type { PreparedMapper, PreparedOp } from '../ops/run.js';
import type { RowPosition } from '../table/row-lookup.js';
import { madeRows } from './made-rows.js';
import { hashedFiles } from './named-files.js';
import { opOf, refuseCodeOf } from './own-ops.js';
import { preparedOp } from './prepared.js';
import { RowCursor } from './row-cursor.js';

/** What an op makes of a row. `stats`: what a filter measured. `error`: what a row made it throw; may quote the row. */
export type OpFate =
  | { outcome: 'kept'; stats: Record<string, StatValue> }
  | { outcome: 'changed'; text: string; fields: Readonly<Record<string, unknown>> }
  | { outcome: 'split'; texts: readonly string[] }
  | { outcome: 'rejected'; stats: Record<string, StatValue> }
  | { outcome: 'threw'; error: unknown };

/** The row as the ops before have left it. */
class ChangedRow implements RowView {
  private set: Record<string, unknown> = {};

  constructor(
    private readonly row: RowCursor,
    private readonly textKey: string,
    public text: string,
  ) {}

  field(path: string): unknown {
    if (path === this.textKey) return this.text;
    const [first = '', ...rest] = path.split('.');
    if (!Object.hasOwn(this.set, first)) return this.row.field(path);
    return rest.reduce(memberOf, this.set[first]);
  }

  get names(): readonly string[] {
    return [...new Set([...this.row.names, ...Object.keys(this.set)])];
  }

  /** Takes over what an op made of it. */
  become({ text, fields }: { text: string; fields: Readonly<Record<string, unknown>> }): void {
    this.text = text;
    this.set = { ...this.set, ...fields };
  }
}

/** What each op makes of a row, up to the first that it does not survive as one row: never more fates than ops. */
export function traceRow(position: RowPosition, textKey: string, ops: readonly PreparedOp[]): OpFate[] {
  const cursor = new RowCursor(position.batch, textKey).at(position.index);
  const row = new ChangedRow(cursor, textKey, cursor.text);
  const fates: OpFate[] = [];
  for (const op of ops) {
    const fate = fateOf(row, op);
    fates.push(fate);
    if (fate.outcome === 'changed') row.become(fate);
    if (fate.outcome === 'rejected' || fate.outcome === 'split' || fate.outcome === 'threw') break;
  }
  return fates;
}

function fateOf(row: ChangedRow, op: PreparedOp): OpFate {
  try {
    if (op.kind === 'mapper') return mappedFate(row.text, op, op.map(row));
    const stats = op.measure(row);
    return { outcome: op.keep(stats) ? 'kept' : 'rejected', stats };
  } catch (error) {
    return { outcome: 'threw', error };
  }
}

function mappedFate(before: string, op: PreparedMapper, mapped: Mapped): OpFate {
  const made = madeRows(op, mapped, before);
  const [row] = made;
  if (row === undefined) return { outcome: 'rejected', stats: {} };
  if (made.length > 1) return { outcome: 'split', texts: made.map(({ text }) => text) };
  if (row.text === before && !row.fields) return { outcome: 'kept', stats: {} };
  const fields = [...(row.fields ?? [])].map(([name, json]) => [name, JSON.parse(json) as unknown]);
  return { outcome: 'changed', text: row.text, fields: Object.fromEntries(fields) };
}

/**
 * The op of a plan as it is here and now, of whatever version and with its files as they are: for trying a row again.
 * @throws JuicerError E_UNKNOWN_OP when there is none of that name.
 */
export function presentOp(planned: PlannedOp): PreparedOp {
  refuseCodeOf(planned);
  const op = opOf(planned);
  const files = hashedFiles(op, planned.params);
  return preparedOp({ ...planned, version: op.version, files, digest: `${planned.digest} as it is here` });
}
