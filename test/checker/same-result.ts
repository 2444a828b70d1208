/** P2 Same result: the export is the results in partition order, row by row. */
import path from 'node:path';
import { exportedLines } from './exported.js';
import { isObject, num, obj, parseObject, str, type Json } from './json.js';
import { HIDDEN, type ParquetReader } from './parquet.js';
import type { Run } from './run.js';
import type { Report } from './violation.js';

/** Rows of one result file; their texts as they may be meant: the cells themselves, or JSON texts of the values. */
interface Texts {
  key: string;
  ids: number[];
  plain: unknown[];
  json: unknown[];
}

/** Checks ids and order of all results, and the export's texts against them when there is a manifest. */
export async function checkSameResult(run: Run, parquet: ParquetReader, report: Report): Promise<void> {
  const committed = run.manifest && run.verdict === 'done';
  const exported = committed ? await exportedLines(run.manifest, parquet) : null;
  let [last, rows] = [-1, 0];
  for (const partition of run.partitions) {
    const name = str(obj(partition.result?.json ?? null, 'result'), 'path');
    if (name === '') continue;
    const texts = await readTexts(
      parquet,
      path.join(run.dir, name),
      str(obj(run.plan, 'reader'), 'text_key'),
    );
    if (typeof texts === 'string') {
      report('P2', 'result-unreadable', texts, name);
      continue;
    }
    const split = num(obj(partition.result?.json ?? null, 'ledger'), 'added') > 0;
    for (const id of texts.ids) {
      if (!(id > last || (split && id === last)))
        report('P2', 'row-order', `row ${id} comes after row ${last}`, name);
      last = id;
    }
    rows += texts.ids.length;
    if (exported) compareTexts(exported, texts, name, report);
  }
  if (!exported) return;
  if (rows !== num(run.manifest, 'rows')) {
    report('P2', 'row-count', `results have ${rows} rows, the manifest says ${num(run.manifest, 'rows')}`);
  }
  if (!exported.next().done) report('P2', 'row-count', `the export has more lines than the results rows`);
}

function compareTexts(exported: Iterator<string>, texts: Texts, name: string, report: Report): void {
  const found = { plain: [] as number[], json: [] as number[] };
  for (const [i, id] of texts.ids.entries()) {
    const line = exported.next();
    if (line.done) return report('P2', 'row-count', `the export ends before row ${id}`, name);
    const row = parseObject(line.value);
    if (!row) report('P2', 'export-line', `the line of row ${id} is no JSON object`, name);
    const text = JSON.stringify(field(row, texts.key) ?? null);
    if (text !== JSON.stringify(texts.plain[i] ?? null)) found.plain.push(id);
    if (text !== JSON.stringify(texts.json[i] ?? null)) found.json.push(id);
  }
  // A text column holds strings, or JSON texts throughout: one of the two readings must fit all rows.
  const wrong = found.plain.length <= found.json.length ? found.plain : found.json;
  if (wrong.length > 0) {
    report('P2', 'export-text', `${wrong.length} rows differ from the result, first row ${wrong[0]}`, name);
  }
}

async function readTexts(parquet: ParquetReader, file: string, key: string): Promise<Texts | string> {
  const columns = await parquet.columns(file);
  if (typeof columns === 'string') return columns;
  const stored = storedName(key);
  const column = columns.includes(stored) ? stored : storedName(key.split('.')[0] ?? '');
  const nested = column === stored ? '' : key.slice(key.indexOf('.') + 1);
  const wanted = [HIDDEN.row, column, HIDDEN.raw].filter((c) => columns.includes(c));
  const read = await parquet.values(file, wanted);
  if (typeof read === 'string') return read;
  const of = (name: string): unknown[] => read[wanted.indexOf(name)] ?? [];
  const [ids, cells, raws] = [of(HIDDEN.row), of(column), of(HIDDEN.raw)];
  const text = (i: number, json: boolean): unknown => {
    const cell = cells[i] ?? null;
    if (cell === null && typeof raws[i] === 'string') return field(parseObject(raws[i]), key);
    const value = json || nested !== '' ? parsed(cell) : cell;
    return nested === '' ? value : field(isObject(value) ? value : null, nested);
  };
  const numbers = ids.map(Number);
  return {
    key,
    ids: numbers,
    plain: numbers.map((_, i) => text(i, false)),
    json: numbers.map((_, i) => text(i, true)),
  };
}

/** A field by its name, else by the parts between its dots. */
function field(row: Json | null, key: string): unknown {
  if (row === null || key in row) return row?.[key];
  const dot = key.indexOf('.');
  if (dot === -1) return undefined;
  const inner = row[key.slice(0, dot)];
  return isObject(inner) ? field(inner, key.slice(dot + 1)) : undefined;
}

function storedName(key: string): string {
  return key.startsWith('__dj__') || key.startsWith('field:') ? `field:${key}` : key;
}

/** The value of a JSON text; for any other text an object, which equals no exported text. */
function parsed(cell: unknown): unknown {
  if (typeof cell !== 'string') return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch {
    return { unreadable: true };
  }
}
