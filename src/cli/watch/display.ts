/** Shows states: in place on a terminal, a line or an object per interval otherwise. */
import { processOutput, type Output } from '../output.js';
import { printable } from '../printable.js';
import { frameOf } from './frame.js';
import { lineOf } from './head.js';
import { Screen } from './screen.js';
import type { WatchState } from './state.js';

/** On a terminal: at most four frames a second. */
const FRAME_MS = 250;

/** Where states are shown. */
export interface Display {
  /** Milliseconds from one state to the next. */
  everyMs: number;
  show(state: WatchState): void;
  /** Ends it, before anything else is printed. */
  end(): void;
}

/** The display for these streams. `ended` is called when a person asks for the end. */
export function displayFor(out: Output, o: { intervalMs: number; ended(): void }): Display {
  if (out.form !== 'text' || !isTerminal()) return lines(out, o.intervalMs);
  let last: WatchState | null = null;
  const draw = (): void => {
    if (last) screen.draw(frameOf(last, screen.size));
  };
  const screen = new Screen({ end: o.ended, resize: draw });
  return {
    everyMs: FRAME_MS,
    show(state) {
      last = state;
      draw();
    },
    end: () => screen.leave(),
  };
}

/** The whole of a state, once. */
export function showOnce(out: Output, state: WatchState): void {
  const width = isTerminal() ? process.stdout.columns || 80 : 200;
  const frame = frameOf(state, { width, height: Infinity });
  oneLine(out).data(frame.map(({ text }) => text).join('\n'), state);
}

/** A JSON value a line, also for `-o json`: there are many of them. */
export function oneLine(out: Output): Output {
  return out.form === 'json' ? processOutput('jsonl', out.verbose) : out;
}

function lines(out: Output, everyMs: number): Display {
  const told = oneLine(out);
  return {
    everyMs,
    show: (state) => told.data(printable(lineOf(state)), state),
    end: () => undefined,
  };
}

function isTerminal(): boolean {
  return process.stdout.isTTY === true && process.env.TERM !== 'dumb';
}
