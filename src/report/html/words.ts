/** What a run came to, in sentences: for every form of the report. */
import type { ReportData, RunReport, Timeline } from '../data/value.js';
import type { FilterReport } from '../data/filter-value.js';
import { count, percent, plural, time } from './format.js';

const STATUS: Record<RunReport['status'], string> = {
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  waiting: 'Waits for a decision',
  running: 'Running',
  paused: 'Paused',
  unknown: 'State not known',
};

/** How the run stands, in a word or two. */
export function statusWord(run: RunReport): string {
  return STATUS[run.status];
}

/** The run in one sentence. */
export function leadSentence({ run, counts, ledger }: ReportData): string {
  const stand = `${count(counts.completed)} of ${plural(counts.partitions, 'partition')} completed`;
  const took = run.duration === null ? '' : ` in ${time(run.duration)}`;
  if (ledger.rows_in === 0) return `${stand}${took}; no rows.`;
  const kept = `${count(ledger.rows_out)} of ${plural(ledger.rows_in, 'row')} kept (${percent(ledger.rows_out, ledger.rows_in)})`;
  return `${kept}, ${stand}${took}.`;
}

/** Which partitions the timeline shows. */
export function timelineCaption({ total, rows, chosen }: Timeline): string {
  if (chosen.even + chosen.slowest + chosen.troubled === 0)
    return `${plural(total, 'partition')}, one line each.`;
  return `${count(rows.length)} of ${plural(total, 'partition')}: ${count(chosen.troubled)} that had trouble, the ${count(chosen.slowest)} slowest of the others, and an even sample of ${count(chosen.even)}.`;
}

/** What the figures of a filter rest on. */
export function filterBasis({ measured, entered, whole }: FilterReport): string {
  if (whole) return `All ${plural(measured, 'row')} that entered the filter.`;
  return `An even sample of ${plural(measured, 'row')}; ${count(entered)} entered the filter.`;
}
