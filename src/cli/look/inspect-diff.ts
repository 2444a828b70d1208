/** `juicer inspect RUN diff`. */
import { diffOps, type OpsDiff } from '../../engine/diff-ops.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { numberFlag, opFlag, partitionFlag, type Action } from '../action.js';
import { shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { tellOrigin } from './origin.js';
import { statText } from './stats.js';

const LIMIT = 20;
const TEXT_WIDTH = 60;

/** Shows what the ops between two points of the chain made of a partition. */
export const diffAction: Action = {
  name: 'diff',
  flags: ['partition', 'from-op', 'to-op', 'limit'],
  async run(scene) {
    const { run, args, out } = scene;
    const partition = partitionFlag(scene);
    const last = run.plan.ops.length - 1;
    const from = opFlag(scene, 'from-op', -1);
    const to = opFlag(scene, 'to-op', last);
    if (from >= to)
      throw new JuicerError('E_USAGE', `--from-op ${from} is not before --to-op ${to}`, {
        hint: `-1 stands for the rows as read, ${last} for the last op`,
      });
    const limit = numberFlag(args, 'limit') ?? LIMIT;
    const { from: origin, to: target, ...diff } = await diffOps({ ...run, partition }, { from, to }, limit);
    tellOrigin(origin, from, out);
    tellOrigin(target, to, out);
    if (out.form === 'jsonl') {
      for (const row of diff.dropped) out.data('', { difference: 'dropped', ...row });
      for (const row of diff.changed) out.data('', { difference: 'changed', ...row });
    } else {
      const head = { schemaVersion: 1, run_id: run.runId, partition: partition.id, from_op: from, to_op: to };
      out.data(textOfDiff(diff, limit), { ...head, ...diff });
    }
    return EXIT.done;
  },
};

function textOfDiff(diff: Omit<OpsDiff, 'from' | 'to'>, limit: number): string {
  const more = (all: number): string => (all > limit ? ` (the first ${limit})` : '');
  const dropped = textTable(
    ['row', 'outcome', 'op', 'why'],
    diff.dropped.map((d) => [d.row, d.outcome, d.op, d.reason ?? statText(d.stats)]),
  );
  const changed = diff.changed.flatMap(({ row, before, after }) => {
    const [was, is] = aroundDifference(before, after);
    return [`${row}`, `  - ${shortened(was, TEXT_WIDTH)}`, `  + ${shortened(is, TEXT_WIDTH)}`];
  });
  return [
    `${diff.rows_before} rows before, ${diff.rows_after} after`,
    `dropped ${diff.dropped_rows}${more(diff.dropped_rows)}`,
    ...(diff.dropped.length > 0 ? [dropped] : []),
    `texts changed ${diff.changed_rows}${more(diff.changed_rows)}`,
    ...changed,
  ].join('\n');
}

/** Characters that are shown before the first that differs. */
const LEAD = 20;

/** Both texts from a little before the place where they part. */
function aroundDifference(before: string, after: string): [string, string] {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const start = at > LEAD ? at - LEAD : 0;
  const cut = (text: string): string => (start > 0 ? `…${text.slice(start)}` : text);
  return [cut(before), cut(after)];
}
