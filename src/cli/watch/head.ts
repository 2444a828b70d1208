/** The upper lines of the live view, which are there for every run; and the single line for where nothing is redrawn. */
import { bar, mebibytes, rough, span, whole } from './words.js';
import type { WatchState } from './state.js';

const ANSWER_AFTER = 3;

/** Name, state, how long. */
export function titleOf(state: WatchState): string {
  const { run_id, project, elapsed, paused_since: paused, at } = state;
  const time = elapsed === null ? '' : `  ${span(elapsed)}`;
  const pause = paused === null ? '' : `  paused for ${span(at - paused)}`;
  return `${run_id}${project === null ? '' : ` (${project})`}  ${state.status}${time}${pause}`;
}

/** Who does not answer; null when all is well. */
export function silenceOf(state: WatchState): string | null {
  const { answering, answering_since: since, at, status } = state;
  if (answering === 'files') return 'no server knows this run any more: this is what its files say';
  if (at - since < ANSWER_AFTER || ['done', 'failed', 'cancelled'].includes(status)) return null;
  const time = span(at - since);
  if (answering === 'nobody') return `server does not answer, for ${time}; what is shown is from before`;
  if (answering === 'worker') return null;
  return `no worker answers, for ${time} (juicer resume ${state.run_id} or juicer dev starts one)`;
}

/** `12 m 00 s (10 m 00 s to 15 m 00 s)`; what is missing for it, if it cannot be told. */
export function etaText({ eta, status, partitions }: WatchState): string | null {
  if (eta) return `${span(eta.middle)} (${span(eta.low)} to ${span(eta.high)})`;
  if (status !== 'running' || partitions.done + partitions.open === 0) return null;
  return partitions.open > 0 && partitions.done < 3 ? 'told when three partitions are done' : null;
}

/** Partitions, rows, time left, disk: a label and a text each. */
export function factsOf(state: WatchState): [label: string, text: string][] {
  const { rows, rows_per_second: r, mb_per_second: mb, disk, window } = state;
  const eta = etaText(state);
  const most = window === null ? '' : ` (at most ${window} at a time)`;
  return [
    ['partitions', `${standsOf(state)}${most}`],
    ['rows', `${whole(rows.done)}${rows.all === null ? '' : ` of ${whole(rows.all)}`} through all ops`],
    [
      'speed',
      `${rough(r.recent)} rows/s, ${rough(mb.recent)} MB/s now; ${rough(r.mean)} rows/s, ${rough(mb.mean)} MB/s on average`,
    ],
    ...(eta === null ? [] : [['left', eta] as [string, string]]),
    ['disk', `${mebibytes(disk.run_dir_mb)} used by the run, ${mebibytes(disk.disk_free_mb)} free`],
  ];
}

/** `[###...] 12 of 40 done, 4 open, 1 parked`. */
function standsOf({ partitions: p }: WatchState): string {
  const others = (['open', 'pending', 'failed', 'parked', 'skipped', 'cancelled'] as const)
    .filter((kind) => p[kind] > 0)
    .map((kind) => `, ${whole(p[kind])} ${kind === 'pending' ? 'to come' : kind}`);
  return `${bar(p.all === 0 ? 0 : p.done / p.all, 20)} ${whole(p.done)} of ${whole(p.all)} done${others.join('')}`;
}

/** All of it in one line. */
export function lineOf(state: WatchState): string {
  const { rows_per_second: r, mb_per_second: mb, alerts } = state;
  const eta = state.eta ? `, ${etaText(state) ?? ''} left` : '';
  const retrying = state.open.filter((p) => p.retrying).length;
  const notes = [
    retrying > 0 ? `, ${retrying} retrying` : '',
    alerts.length > 0 ? `, alert: ${alerts.at(-1)?.message ?? ''}` : '',
  ].join('');
  const silence = silenceOf(state);
  return `${titleOf(state)}: ${standsOf(state)}${notes}; ${rough(r.recent ?? r.mean)} rows/s, ${rough(mb.recent ?? mb.mean)} MB/s${eta}${silence === null ? '' : `; ${silence}`}`;
}
