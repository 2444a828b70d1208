/** Patterns and hints as text for people. */
import { columns, numberText, percent, timeText } from '../numbers/text.js';
import type { Hint } from './hint.js';
import type { FailureGroup, FailurePatterns } from './patterns.js';

const SHOWN = 5;

/** All of it, in blocks; ends without a line feed. */
export function patternsText(patterns: FailurePatterns, found: readonly Hint[]): string {
  const blocks = [failures(patterns), slowOps(patterns), slowPartitions(patterns), hintLines(found)];
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function failures({ status, failures: f, retries }: FailurePatterns): string[] {
  const { attempts } = status;
  const lines = [
    `failures    ${attempts.failed} of ${attempts.total} attempts (${percent(f.rate)}), ${attempts.lost} lost with their worker, ${retries.total} retries on ${retries.partitions} partitions`,
  ];
  const group = (title: string, groups: readonly FailureGroup[]): void => {
    if (groups.length === 0) return;
    const named = groups.slice(0, SHOWN).map((g) => `${g.name} ${g.count}`);
    const more = groups.length > SHOWN ? ', …' : '';
    lines.push(`  ${title.padEnd(10)}${named.join(', ')}${more}`);
  };
  group('op', f.by_op);
  group('error', f.by_error_type);
  group('partition', f.by_partition);
  group('worker', f.by_worker);
  return lines;
}

function slowOps({ slowest_ops: ops }: FailurePatterns): string[] {
  if (ops.length === 0) return ['slowest ops: no partition is done yet'];
  const rows = ops
    .slice(0, SHOWN)
    .map((op) => [
      op.name,
      timeText(op.total),
      percent(op.share),
      timeText(op.mean),
      timeText(op.p95),
      numberText(op.rows_per_second),
    ]);
  return columns([['slowest ops', 'total', 'share', 'mean', 'p95', 'rows/s'], ...rows]);
}

function slowPartitions({ slowest_partitions: slow, skew }: FailurePatterns): string[] {
  if (slow.length === 0) return ['slowest partitions: none has begun'];
  const rows = slow
    .slice(0, SHOWN)
    .map((p) => [
      `partition ${p.partition_id}`,
      p.status,
      timeText(p.seconds),
      String(p.rows ?? '-'),
      numberText(p.bytes / 2 ** 20),
      String(p.retries),
    ]);
  const table = columns([['slowest partitions', 'status', 'time', 'rows', 'MB', 'retries'], ...rows]);
  const { time, bytes } = skew;
  if (!time) return table;
  return [
    ...table,
    `skew: time ${numberText(time.ratio)}, bytes ${numberText(bytes?.ratio ?? null)} (greatest ÷ middle, of the partitions that are done)`,
  ];
}

function hintLines(found: readonly Hint[]): string[] {
  if (found.length === 0) return ['no hints: nothing stands out'];
  return found.flatMap((hint) => [
    `hint (${hint.symptom}): ${hint.problem}`,
    ...hint.evidence.map((line) => `  evidence  ${line}`),
    ...hint.cures.map((line) => `  cure      ${line}`),
  ]);
}
