/** `juicer quarantine RUN replay`. */
import { placeOf } from '../../engine/quarantined.js';
import { replayRow, type Replayed } from '../../engine/replay.js';
import type { QuarantineLine } from '../../model/checkpoint.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import type { StatValue } from '../../ops/define.js';
import { builtInOps } from '../../ops/registry.js';
import type { Action, Scene } from '../action.js';
import { shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { errorText, quarantineLines } from './quarantine-lines.js';
import { statText } from './stats.js';

const TEXT_WIDTH = 120;

/** Takes quarantined rows through their op again, here; exit 3 when any fails still. */
export const replayAction: Action = {
  name: 'replay',
  flags: ['partition', 'op', 'row', 'rows'],
  run(scene) {
    const { run, args, out } = scene;
    const lines = [...quarantineLines(scene)];
    if (lines.length === 0 && args.text('row') !== undefined) {
      throw new JuicerError('E_USAGE', `row ${args.text('row')} is not quarantined`, {
        hint: `juicer quarantine ${run.runId} lists the rows that are`,
      });
    }
    tellChangedOps(scene, lines);
    const replayed = lines.map((line) => ({ line, now: replayRow(line, run.plan) }));
    const failing = replayed.filter(({ now }) => isFailure(now)).length;
    const rows = replayed.map(({ line, now }) => valueOf(line, now, args.on('rows')));
    if (out.form === 'jsonl') for (const row of rows) out.data('', row);
    else out.data(textOf(rows), { schemaVersion: 1, run_id: run.runId, failing, rows });
    out.note(`rows replayed: ${lines.length}, still failing: ${failing}`);
    return Promise.resolve(failing > 0 ? EXIT.doneWithLosses : EXIT.done);
  },
};

function isFailure(now: Replayed): boolean {
  return now.outcome === 'throws' || now.outcome === 'unreadable';
}

interface ReplayedRow {
  partition: number;
  row: number;
  place: string | null;
  op: string | null;
  was: string;
  now: Replayed['outcome'];
  stats: Record<string, StatValue> | null;
  error: string | null;
}

function valueOf(line: QuarantineLine, now: Replayed, withRows: boolean): ReplayedRow {
  return {
    partition: line.partition,
    row: line.row,
    place: placeOf(line),
    op: line.op,
    was: line.reason,
    now: now.outcome,
    stats: 'stats' in now ? now.stats : null,
    error: 'error' in now ? errorText({ error: now.error, op: line.op }, withRows) : null,
  };
}

function textOf(rows: readonly ReplayedRow[]): string {
  return textTable(
    ['partition', 'row', 'place', 'op', 'was', 'now', 'why'],
    rows.map((r) => [
      r.partition,
      r.row,
      r.place,
      r.op,
      r.was,
      r.now,
      r.error === null ? statText(r.stats) : shortened(r.error, TEXT_WIDTH),
    ]),
  );
}

/** A row is tried with the op as it is here: that is the point of trying it again. */
function tellChangedOps({ run, out }: Scene, lines: readonly QuarantineLine[]): void {
  for (const index of new Set(lines.map((line) => line.op_index))) {
    const planned = index === null ? undefined : run.plan.ops[index];
    const here = planned && !planned.code && builtInOps().get(planned.name)?.version;
    if (planned && here !== undefined && here !== planned.version)
      out.note(`op ${planned.name} has version ${here} here, the run was planned with ${planned.version}`);
  }
}
