/** LaTeX macros without arguments that a text defines. */
import { REGEX_SPACE } from './white-space.js';

const NEW_COMMAND = /\\newcommand\*?\{\\([a-zA-Z0-9]+)\}\{/g;
const SPACES = `[${REGEX_SPACE}]*`;
const DEF = new RegExp(String.raw`\\def${SPACES}\\([a-zA-Z0-9]+)${SPACES}\{`, 'g');

/**
 * Value by name, without the backslash: those of `\newcommand` first, each kind in order of appearance. A later definition
 * replaces the value and keeps the place.
 */
export function macroDefinitions(text: string): Map<string, string> {
  const macros = new Map<string, string>();
  for (const head of [NEW_COMMAND, DEF]) collect(text, head, macros);
  return macros;
}

/** A value goes up to a closing brace that is the last character of its line. */
function collect(text: string, head: RegExp, macros: Map<string, string>): void {
  head.lastIndex = 0;
  let lineEnd = -1;
  for (let found = head.exec(text); found; found = head.exec(text)) {
    const start = head.lastIndex;
    if (lineEnd < start) lineEnd = endOfLine(text, start);
    if (lineEnd === start || text[lineEnd - 1] !== '}') continue;
    macros.set(found[1] ?? '', text.slice(start, lineEnd - 1));
    head.lastIndex = lineEnd;
  }
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}
