/** Where output goes: data on stdout, everything else on stderr. */
import { styleText } from 'node:util';
import { shownPath, shownPaths } from '../model/object-path.js';
import { printableJson } from './printable.js';

/** Form of the data on stdout. */
export type OutputForm = 'text' | 'json' | 'jsonl';

/** The two streams of a command. */
export interface Output {
  form: OutputForm;
  verbose: boolean;
  /** Data: `text` for people, `value` for programs (one document, or one line). */
  data(text: string, value: unknown): void;
  /** A line for people, on stderr. */
  note(line: string): void;
  /** Replaces the progress line of a terminal; without a terminal it is dropped. */
  progress(line: string): void;
  /** Whether stderr is a terminal that can redraw. */
  live: boolean;
}

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** Colours a text for stderr, by the rules of NO_COLOR and FORCE_COLOR. */
export function paint(style: Style, text: string): string {
  return useColour() ? styleText(style, text) : text;
}

function useColour(): boolean {
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR && process.env.FORCE_COLOR !== '0') return true;
  return process.stderr.isTTY === true && process.env.TERM !== 'dumb';
}

/** The real streams of the process. */
export function processOutput(form: OutputForm, verbose: boolean): Output {
  const live = process.stderr.isTTY === true && process.env.TERM !== 'dumb';
  let drawn = false;
  const clear = (): void => {
    if (drawn) process.stderr.write('\r\u001b[2K');
    drawn = false;
  };
  return {
    form,
    verbose,
    live,
    data(text, value) {
      clear();
      const shown = shownPaths(text);
      if (form === 'text') process.stdout.write(shown.endsWith('\n') || shown === '' ? shown : `${shown}\n`);
      else process.stdout.write(`${printableJson(jsonOf(value, form))}\n`);
    },
    note(line) {
      clear();
      process.stderr.write(`${shownPaths(line)}\n`);
    },
    progress(line) {
      if (!live) return;
      const width = process.stderr.columns || 80;
      process.stderr.write(`\r\u001b[2K${line.slice(0, width - 1)}`);
      drawn = true;
    },
  };
}

/** Paths of objects are told as the user writes them. */
function jsonOf(value: unknown, form: OutputForm): string {
  const shown = (_key: string, member: unknown): unknown =>
    typeof member === 'string' ? shownPath(member) : member;
  return JSON.stringify(value, shown, form === 'json' ? 2 : undefined);
}
