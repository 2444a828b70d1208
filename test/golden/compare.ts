/** How far an op's results on the recorded documents are those that were recorded, and how fast it gives them. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { madeRows, type Made } from '../../src/engine/made-rows.js';
import type { RowView, StatValue } from '../../src/ops/define.js';
import type { PreparedMapper, PreparedOp } from '../../src/ops/run.js';
import { rowOf } from '../ops/support.js';
import type { Doc, Golden } from './peer.js';

/** Recorded stats are rounded to 10 decimals; scores are single precision. */
const TOLERANCE: Record<string, number> = { lang_score: 1e-6 };
const DEFAULT_TOLERANCE = 1e-10;
/** CPU seconds that a measurement takes at least. */
const LEAST_SECONDS = 0.5;

/** One comparison. */
export interface Comparison {
  compared: number;
  equal: number;
  /** Greatest difference of a number among the stats; null when there is none. */
  difference: number | null;
}

/** Holds the results of an op against recorded ones; null when they are not made row by row. */
export function compare(op: PreparedOp, golden: Golden, docs: readonly Doc[]): Comparison | null {
  if (golden.kind !== op.kind || !['filter', 'mapper'].includes(golden.kind)) return null;
  const kept = golden.kept ? new Set(golden.kept) : null;
  const result: Comparison = { compared: 0, equal: 0, difference: null };
  for (const doc of docs) {
    result.compared++;
    if (op.kind === 'mapper') {
      const rows = mapped(op, rowOf(doc.text, doc));
      if (sameTexts(rows, golden, doc) && sameFields(rows, golden, doc)) result.equal++;
      continue;
    }
    const stats = op.measure(rowOf(doc.text, doc));
    const wanted = golden.stats?.[String(doc.id)];
    const same = wanted === undefined || sameStats(stats, wanted, result);
    if (same && op.keep(stats) === (kept?.has(doc.id) ?? true)) result.equal++;
  }
  return result;
}

/** Documents per CPU second of this thread, whatever else the machine does. */
export function speed(op: PreparedOp, docs: readonly Doc[]): number {
  const rows = docs.map((doc) => rowOf(doc.text, doc));
  const before = process.cpuUsage();
  for (let done = 0; ;) {
    for (const row of rows) {
      if (op.kind === 'mapper') mapped(op, row);
      else op.keep(op.measure(row));
    }
    done += rows.length;
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    if (seconds >= LEAST_SECONDS) return done / seconds;
  }
}

/** The rows that a mapper makes of one; none of one on which it throws. */
function mapped(op: PreparedMapper, row: RowView): Made[] {
  try {
    return madeRows(op, op.map(row), row.text);
  } catch {
    return [];
  }
}

/** Fields are recorded of rows in which they hold something: in others they are empty lists. */
function sameFields(rows: Made[], { fields, dropped }: Golden, { id }: Doc): boolean {
  if (!fields || dropped?.includes(id)) return true;
  const found = rows.map((row) => setFields(row));
  return isDeepStrictEqual(found, fields[id] ?? [{ __dj__meta__: { html_tables: [] } }]);
}

/** The fields that a row was given, as values. */
export function setFields({ fields }: Made): Record<string, unknown> {
  const entries = [...(fields ?? [])].map(([name, json]) => [name, JSON.parse(json)] as [string, unknown]);
  return Object.fromEntries(entries);
}

function sameStats(
  found: Record<string, StatValue>,
  wanted: Record<string, StatValue>,
  result: Comparison,
): boolean {
  return Object.entries(wanted).every(([key, value]) => {
    if (typeof value !== 'number') return JSON.stringify(found[key]) === JSON.stringify(value);
    const difference = Math.abs(Number(found[key]) - value);
    result.difference = Math.max(result.difference ?? 0, difference);
    return difference <= (TOLERANCE[key] ?? DEFAULT_TOLERANCE);
  });
}

function sameTexts(rows: Made[], golden: Golden, { id, text }: Doc): boolean {
  const texts = rows.map((row) => row.text);
  const md5 = golden.changed_md5?.[id] ?? golden.multi_md5?.[id];
  if (md5 !== undefined) return createHash('md5').update(texts.join('\u001e'), 'utf8').digest('hex') === md5;
  if (golden.dropped?.includes(id)) return texts.length === 0;
  const copies = new Array<string>(golden.n_rows_per_id?.[id] ?? 1).fill(golden.changed?.[id] ?? text);
  return JSON.stringify(texts) === JSON.stringify(golden.multi?.[id] ?? copies);
}
