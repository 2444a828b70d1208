/** How far an op's results on the recorded documents are those that were recorded, and how fast it gives them. */
import { createHash } from 'node:crypto';
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
      if (sameTexts(mapped(op, rowOf(doc.text, doc)), golden, doc)) result.equal++;
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

/** What a mapper makes of a row; nothing of one on which it throws. */
function mapped(op: PreparedMapper, row: RowView): unknown {
  try {
    return op.map(row);
  } catch {
    return [];
  }
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

/** The result of a mapper is a text, or a list of texts for one that makes several rows or none of one. */
function sameTexts(found: unknown, golden: Golden, { id, text }: Doc): boolean {
  const texts = (Array.isArray(found) ? found : [found]).map(textOf);
  const md5 = golden.changed_md5?.[id] ?? golden.multi_md5?.[id];
  if (md5 !== undefined) return createHash('md5').update(texts.join('\u001e'), 'utf8').digest('hex') === md5;
  if (golden.dropped?.includes(id)) return texts.length === 0;
  return JSON.stringify(texts) === JSON.stringify(golden.multi?.[id] ?? [golden.changed?.[id] ?? text]);
}

function textOf(result: unknown): string {
  return typeof result === 'string' ? result : String((result as { text?: unknown } | null)?.text);
}
