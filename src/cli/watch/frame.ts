/** The live view as lines for a terminal of a given size. Pure; nothing in a line can act on the terminal. */
import { shortened } from '../printable.js';
import { factsOf, silenceOf, titleOf } from './head.js';
import type { WatchedOp, WatchedPartition, WatchState } from './state.js';
import { bar, span, whole } from './words.js';

/** How a line is painted. */
export type Tone = 'plain' | 'bold' | 'dim' | 'red' | 'yellow';

/** A line of the view. */
export interface FrameLine {
  text: string;
  tone: Tone;
}

/** Characters and lines that there are; `height` Infinity shows everything. */
export interface Size {
  width: number;
  height: number;
}

/** The frame: at most `height` lines of at most `width` characters. What does not fit is counted, not shown. */
export function frameOf(state: WatchState, { width, height }: Size): FrameLine[] {
  const silence = silenceOf(state);
  const fixed: FrameLine[] = [
    line(titleOf(state), 'bold'),
    ...(silence === null ? [] : [line(silence, 'yellow')]),
    ...factsOf(state).map(([label, text]) => line(`${label.padEnd(10)} ${text}`)),
    ...state.alerts.slice(-2).map((alert) => line(`alert      ${alert.message}`, 'red')),
  ];
  const room = Math.max(0, height - fixed.length);
  const ops = cut(opLines(state, width), Math.ceil(room / 2), 'ops');
  const left = room - ops.length;
  const troubled = cut(
    state.troubled.map(troubledLine),
    Math.ceil(left / 2),
    'partitions that did not come through',
  );
  const open = cut(openLines(state), left - troubled.length, 'open partitions');
  return [...fixed, ...ops, ...open, ...troubled].slice(0, height).map(({ text, tone }) => ({
    text: shortened(text, width),
    tone,
  }));
}

function opLines({ ops, partitions }: WatchState, width: number): FrameLine[] {
  if (ops.length === 0) return [];
  const names = Math.min(Math.max(...ops.map((op) => op.name.length)), Math.max(12, Math.floor(width / 3)));
  const digits = whole(partitions.all).length;
  const bars = Math.min(40, Math.max(8, width - names - digits - 36));
  const text = (op: WatchedOp): string => {
    const share = partitions.all === 0 ? 0 : op.done / partitions.all;
    const name = shortened(op.name, names).padEnd(names);
    const going = op.going > 0 ? `, ${whole(op.going)} in it` : '';
    const trouble = op.failures > 0 ? `, ${whole(op.failures)} failed, ${whole(op.retries)} retried` : '';
    return `  ${name} ${bar(share, bars)} ${whole(op.done).padStart(digits)}${going}${trouble}`;
  };
  return [line('ops', 'dim'), ...ops.map((op) => line(text(op), op.failures > 0 ? 'yellow' : 'plain'))];
}

function openLines({ open, ops }: WatchState): FrameLine[] {
  if (open.length === 0) return [];
  const digits = Math.max(...open.map((p) => String(p.partition).length));
  return [line('open', 'dim'), ...open.map((p) => openLine(p, { ops: ops.length, digits }))];
}

/** `  p12 ##>. language_id_score_filter, attempt 2, 45 s: E_IO: the last error`. */
function openLine(p: WatchedPartition, o: { ops: number; digits: number }): FrameLine {
  const done = Math.min(p.ops_done, o.ops);
  const marks =
    o.ops > 40 ? `${done}/${o.ops}` : `${'#'.repeat(done)}${'>.'.slice(0, o.ops - done)}`.padEnd(o.ops, '.');
  const attempt = p.attempt !== null && p.attempt > 1 ? `, attempt ${p.attempt}` : '';
  const time = p.seconds === null ? '' : `, ${span(p.seconds)}`;
  const error = p.retrying && p.last_error ? `: ${errorText(p.last_error)}` : '';
  const id = `p${p.partition}`.padEnd(o.digits + 1);
  return line(
    `  ${id} ${marks} ${p.op ?? 'finishing'}${attempt}${time}${error}`,
    p.retrying ? 'yellow' : 'plain',
  );
}

function troubledLine({ partition, status, last_error: error }: WatchedPartition): FrameLine {
  const where = error?.op ? ` at ${error.op}` : '';
  return line(`${status.padEnd(10)} p${partition}${where}${error ? `: ${errorText(error)}` : ''}`, 'red');
}

/** Messages of our own begin with no type; what was seen while it was retried already has one. */
function errorText({ type, message }: { type: string; message: string }): string {
  return type === 'Error' ? message : `${type}: ${message}`;
}

/** At most `most` lines, the last of them saying how many more there are. */
function cut(lines: FrameLine[], most: number, what: string): FrameLine[] {
  if (lines.length <= most) return lines;
  if (most <= 0) return [];
  const shown = lines.slice(0, most - 1);
  return [...shown, line(`  … ${whole(lines.length - shown.length)} more: ${what}`, 'dim')];
}

function line(text: string, tone: Tone = 'plain'): FrameLine {
  return { text, tone };
}
