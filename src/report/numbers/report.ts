/** The status of a run as text for people. */
import type { Tally } from '../../events/tally.js';
import { tallyEvents, type Events } from '../../events/tally.js';
import type { PerformanceSummary } from '../../model/performance.js';
import { summaryOf } from './performance.js';
import { statusOf, type StatusSummary } from './status.js';
import { columns, moment, numberText, percent, timeText } from './text.js';

const NAMED = 10;
const MESSAGE_LENGTH = 120;

/** How a run stands, its rows, ops, resources, and the partitions that did not come through. Ends without a line feed. */
export async function statusReport(events: Events): Promise<string> {
  return reportOf(await tallyEvents(events));
}

/** The same from sums that were made before. */
export function reportOf(tally: Tally): string {
  const status = statusOf(tally);
  const numbers = summaryOf(tally);
  const blocks = [overview(status, numbers), opTable(numbers), resources(numbers), troubles(tally)];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function overview(s: StatusSummary, { rows_per_second, mb_per_second, ...n }: PerformanceSummary): string[] {
  const lines = [
    `status      ${s.status}${s.project_name === null ? '' : `, project ${s.project_name}`}`,
    `started     ${moment(s.started_at)}`,
    `ended       ${moment(s.ended_at)}`,
    `time        ${timeText(s.duration)}${s.paused_seconds > 0 ? `, ${timeText(s.paused_seconds)} of it paused` : ''}`,
    `partitions  ${s.completed_partitions} of ${s.total_partitions} done, ${others(s)}`,
    `success     ${percent(s.success_rate)}`,
    `rows        ${s.rows.rows_in} of ${s.rows.total ?? '?'} in, ${s.rows.rows_out} kept, ${s.rows.rejected} rejected, ${s.rows.quarantined} quarantined${s.rows.added > 0 ? `, ${s.rows.added} added` : ''}`,
    `speed       ${numberText(rows_per_second)} rows/s, ${numberText(mb_per_second)} MB/s, ${timeText(n.avg_partition_time)} per partition`,
    `attempts    ${s.attempts.total}, ${s.attempts.failed} failed (${s.attempts.lost} lost with their worker), ${s.retries} retries`,
    `checkpoints ${s.checkpoints.saved} saved, ${s.checkpoints.loaded} loaded`,
  ];
  if (s.export) lines.push(`export      ${s.export.path}: ${s.export.rows} rows`);
  if (s.error) lines.push(`error       ${s.error.type}: ${s.error.message}`);
  return lines;
}

function others(s: StatusSummary): string {
  const more = s.cancelled_partitions > 0 ? `, ${s.cancelled_partitions} cancelled` : '';
  return `${s.active_partitions} active, ${s.pending_partitions} to come, ${s.failed_partitions} failed, ${s.parked_partitions} parked, ${s.skipped_partitions} skipped${more}`;
}

function opTable({ ops }: PerformanceSummary): string[] {
  if (ops.length === 0) return [];
  const head = [
    'op',
    'partitions',
    'rows in',
    'rows out',
    'total',
    'mean',
    'p95',
    'max',
    'rows/s',
    'retries',
  ];
  const rows = ops.map((op) => [
    op.name,
    String(op.count),
    String(op.rows_in),
    String(op.rows_out),
    ...[op.total, op.mean, op.p95, op.max].map(timeText),
    numberText(op.rows_per_second),
    String(op.retries),
  ]);
  return columns([head, ...rows]);
}

function resources({ resource_usage: r }: PerformanceSummary): string[] {
  const mb = (value: number | null): string => (value === null ? 'not known' : `${numberText(value)} MB`);
  return [
    `CPU         ${timeText(r.cpu_seconds)} (estimate)`,
    `memory      ${mb(r.peak_rss_mb)} at most in a worker`,
    `disk        ${mb(r.disk_free_mb)} free at least`,
  ];
}

/** Partitions that did not come through, by their last error. */
function troubles({ partitions }: Tally): string[] {
  const found = [...partitions].filter(([, p]) => ['failed', 'parked', 'skipped'].includes(p.status));
  const lines = found
    .sort(([a], [b]) => a - b)
    .slice(0, NAMED)
    .map(([id, { status, lastError }]) => {
      const op = lastError?.op ? ` at ${lastError.op}` : '';
      const why = lastError ? `: ${lastError.type}: ${lastError.message.slice(0, MESSAGE_LENGTH)}` : '';
      return `partition ${id} ${status}${op}${why}`;
    });
  const left = found.length - lines.length;
  return left > 0 ? [...lines, `and ${left} more`] : lines;
}
