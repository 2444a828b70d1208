/** `juicer inspect RUN rows` and `schema`. */
import { tableAfter, type TableAt } from '../../engine/standing.js';
import { EXIT } from '../../model/errors.js';
import { RESERVED, tableRows, type Batch, type Column, type Table } from '../../table/column.js';
import { countBits } from '../../table/bitmap.js';
import { rowAlone, rowPositions, statsOf, textOf, type StatOfRow } from '../../table/row-lookup.js';
import { encodeJsonl } from '../../table/to-jsonl.js';
import { numberFlag, opFlag, partitionFlag, type Action, type Scene } from '../action.js';
import { shortened } from '../printable.js';
import { textTable } from '../text-table.js';
import { tellOrigin } from './origin.js';
import { statText } from './stats.js';

const LIMIT = 20;
const TEXT_WIDTH = 80;

async function tableFor(scene: Scene): Promise<TableAt & { partition: number; op: number }> {
  const partition = partitionFlag(scene);
  const op = opFlag(scene, 'op', scene.run.plan.ops.length - 1);
  const found = await tableAfter({ ...scene.run, partition }, op);
  tellOrigin(found, op, scene.out);
  return { ...found, partition: partition.id, op };
}

/** Shows the first rows after an op. */
export const rowsAction: Action = {
  name: 'rows',
  flags: ['partition', 'op', 'limit', 'stats'],
  async run(scene) {
    const { run, args, out } = scene;
    const limit = numberFlag(args, 'limit') ?? LIMIT;
    const { table, partition, op } = await tableFor(scene);
    const rows = shownRows(table, run.plan.reader.text_key, { limit, withStats: args.on('stats') });
    const text = textTable(
      ['row', ...(args.on('stats') ? ['stats'] : []), 'text'],
      rows.map((r) => [r.row, ...(r.stats ? [statText(r.stats)] : []), shortened(r.text, TEXT_WIDTH)]),
    );
    const values = rows.map(({ row, json, stats }) => ({ row, json, ...(stats ? { stats } : {}) }));
    if (out.form === 'jsonl') for (const value of values) out.data('', value);
    else out.data(text, { schemaVersion: 1, run_id: run.runId, partition, op, rows: values });
    const total = tableRows(table);
    if (rows.length < total) out.note(`${rows.length} of ${total} rows`);
    return EXIT.done;
  },
};

/** A row that is shown; `json` is its exact JSON text. */
interface ShownRow {
  row: number;
  text: string;
  json: string;
  stats: Record<string, StatOfRow> | null;
}

function shownRows(table: Table, textKey: string, o: { limit: number; withStats: boolean }): ShownRow[] {
  return [...rowPositions(table)].slice(0, o.limit).map(([row, position]) => {
    const line = encodeJsonl(rowAlone(table, position), table.layouts, { textKey, keepStats: false });
    return {
      row,
      text: textOf(position, textKey),
      json: Buffer.from(line).toString().trimEnd(),
      stats: o.withStats ? statsOf(position) : null,
    };
  });
}

/** Shows the columns after an op, with their types and nulls. */
export const schemaAction: Action = {
  name: 'schema',
  flags: ['partition', 'op'],
  async run(scene) {
    const { run, out } = scene;
    const { table, partition, op } = await tableFor(scene);
    const columns = columnsOf(table.batches);
    const text = textTable(
      ['column', 'role', 'type', 'nulls'],
      columns.map((c) => [c.name, c.role, c.type, c.nulls]),
    );
    if (out.form === 'jsonl') for (const column of columns) out.data('', column);
    else {
      const rows = tableRows(table);
      out.data(text, { schemaVersion: 1, run_id: run.runId, partition, op, rows, columns });
    }
    return EXIT.done;
  },
};

/** A field that a row has not got counts as null here; `json` holds values that no plain type holds exactly. */
function columnsOf(batches: readonly Batch[]): { name: string; role: string; type: string; nulls: number }[] {
  const nullsOf = (k: number): number =>
    batches.reduce((sum, { rows, columns }) => sum + nullCount(columns[k], rows), 0);
  return (batches[0]?.columns ?? []).map(({ name, role, kind }, k) => ({
    name: role === 'stat' ? `${RESERVED.stats}.${name}` : name,
    role,
    type: kind,
    nulls: nullsOf(k),
  }));
}

function nullCount(column: Column | undefined, rows: number): number {
  return column?.validity ? rows - countBits(column.validity, rows) : 0;
}
