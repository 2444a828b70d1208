/** `juicer inspect RUN row --id N`. */
import path from 'node:path';
import type { OpenedRun } from '../../client/opened-run.js';
import { rowFate, type RowFate } from '../../engine/row-fate.js';
import { partitionRecord } from '../../engine/standing.js';
import type { RowPlace } from '../../input/converted.js';
import { locateRows } from '../../input/locate.js';
import type { Manifest } from '../../model/artefacts.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import type { Partition } from '../../model/plan.js';
import { readJson } from '../../storage/json-file.js';
import { RUN_FILES } from '../../storage/layout.js';
import { numberFlag, type Action } from '../action.js';
import { printable, shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { statText } from './stats.js';

const TEXT_WIDTH = 60;

/** Shows what became of one row of the input. */
export const rowAction: Action = {
  name: 'row',
  flags: ['id'],
  async run({ run, args, out }) {
    const row = numberFlag(args, 'id');
    if (row === undefined)
      throw new JuicerError('E_USAGE', '--id is missing', { hint: 'give the number of a row of the input' });
    const partition = partitionOfRow(run, row);
    const fate = await rowFate({ ...run, partition }, row);
    const input = { contents: run.store, textKey: run.plan.reader.text_key };
    const source = (await locateRows(partition, [row], input)).get(row) ?? null;
    const exported = exportedPlace(run, partition, fate);
    const { line: exported_line = null, file: exported_file = null } = exported ?? {};
    const end = { end: fate.end, exported_line, exported_file };
    const value = { run_id: run.runId, row, partition: partition.id, source, ...end };
    if (out.form === 'jsonl') for (const step of fate.steps) out.data('', { row, ...step });
    else out.data(textOfRow(value, fate), { schemaVersion: 1, ...value, steps: fate.steps });
    return EXIT.done;
  },
};

function partitionOfRow(run: OpenedRun, row: number): Partition {
  const found = run.mapping.partitions.find((p) =>
    p.sources.some((s) => row >= s.row_start && row < s.row_end),
  );
  if (found) return found;
  const total = run.mapping.total_rows;
  const range = total === 0 ? 'it has none' : `it has 0 to ${total - 1}`;
  throw new JuicerError('E_USAGE', `run ${run.runId} has no row ${row}: ${range}`);
}

/** File of the export, and line or row in it, from 1; null when the row is not in it, or there is no export yet. */
function exportedPlace(
  run: OpenedRun,
  partition: Partition,
  fate: RowFate,
): { file: string; line: number } | null {
  const manifest = readJson<Manifest>(run.store, RUN_FILES.manifest);
  if (fate.place === null || !manifest) return null;
  let line = fate.place + 1;
  for (const { id } of run.mapping.partitions.slice(0, partition.id)) {
    const record = partitionRecord(run.store, id);
    if (record === null) return null;
    if (record.status === 'done') line += record.ledger.rows_out;
  }
  for (const file of manifest.files) {
    if (line <= file.rows) return { file: file.path, line };
    line -= file.rows;
  }
  return null;
}

interface RowHead {
  row: number;
  partition: number;
  source: RowPlace | null;
  end: string;
  exported_line: number | null;
  exported_file: string | null;
}

function textOfRow(head: RowHead, fate: RowFate): string {
  const { row, partition, source, end } = head;
  const steps = textTable(
    ['op', 'name', 'fate', 'stats', 'text'],
    fate.steps.map((s) => [
      s.op_index,
      s.op,
      s.reason === null ? s.fate : `${s.fate} (${s.reason})`,
      statText(s.stats),
      s.text === null ? null : shortened(s.text, TEXT_WIDTH),
    ]),
  );
  const place = source ? `${printable(source.file)}:${source.line}` : 'its input is not there any more';
  return `row ${row}, partition ${partition}, ${place}\n${steps}\n${end}${exportedText(head)}`;
}

function exportedText({ exported_line: line, exported_file: file }: RowHead): string {
  if (line === null || file === null) return '';
  const unit = /\.jsonl(\.gz|\.zst)?$/.test(file) ? 'line' : 'row';
  return `, ${unit} ${line} of the export: ${printable(path.basename(file))}`;
}
