/** `juicer quarantine RUN show`. */
import { placeOf, rowText } from '../../engine/quarantined.js';
import type { QuarantineLine } from '../../model/checkpoint.js';
import { EXIT } from '../../model/errors.js';
import { numberFlag, type Action } from '../action.js';
import { shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { errorText, quarantineLines } from './quarantine-lines.js';

const LIMIT = 100;
const TEXT_WIDTH = 120;

/** Shows quarantined rows; their text, and errors that may quote it, only when asked for. */
export const showAction: Action = {
  name: 'show',
  flags: ['partition', 'op', 'row', 'limit', 'rows'],
  run(scene) {
    const { run, args, out } = scene;
    const limit = numberFlag(args, 'limit') ?? LIMIT;
    const withRows = args.on('rows');
    let total = 0;
    const shown: QuarantineLine[] = [];
    for (const line of quarantineLines(scene)) if (total++ < limit) shown.push(line);
    if (out.form === 'jsonl') for (const line of shown) out.data('', valueOf(line, withRows));
    else {
      const rows = shown.map((line) => valueOf(line, withRows));
      out.data(textOf(shown, withRows), { schemaVersion: 1, run_id: run.runId, total, rows });
    }
    if (total === 0) out.note('no quarantined rows');
    else if (shown.length < total) out.note(`${shown.length} of ${total} quarantined rows`);
    return Promise.resolve(EXIT.done);
  },
};

function valueOf(line: QuarantineLine, withRows: boolean): Record<string, unknown> {
  const { raw, raw_base64, ...rest } = line;
  const row = raw_base64 === undefined ? { raw } : { raw, raw_base64 };
  return { ...rest, error: errorText(line, withRows), ...(withRows ? row : {}) };
}

function textOf(lines: readonly QuarantineLine[], withRows: boolean): string {
  return textTable(
    ['partition', 'row', 'place', 'op', 'reason', 'attempt', 'error', ...(withRows ? ['text'] : [])],
    lines.map((line) => [
      line.partition,
      line.row,
      placeOf(line),
      line.op,
      line.reason,
      line.attempt,
      shortened(errorText(line, withRows), TEXT_WIDTH),
      ...(withRows ? [shortened(rowText(line), TEXT_WIDTH)] : []),
    ]),
  );
}
