/** What a backslash stands for in a pattern, where that is the same inside and outside a class. */
import { CodePointRanges, type CodePointRange, LAST_CODE_POINT } from '../code-point-ranges.js';
import type { Dialect } from './dialect.js';
import type { Reader } from './reader.js';

const CONTROLS: Record<string, number> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const HEX_DIGITS: Record<string, number> = { x: 2, u: 4, U: 8 };
const PROPERTY = /\{(\^?)([A-Za-z_=: -]+)\}|([A-Z])/y;

/** The set of a class such as `\d` or `\p{Han}` after the backslash; null when none is there. */
export function classEscape(reader: Reader, dialect: Dialect): CodePointRanges | null {
  const letter = reader.peek();
  const named = { d: dialect.digit, w: dialect.word, s: dialect.space }[letter.toLowerCase()];
  if (named) {
    reader.take();
    return letter === letter.toLowerCase() ? named : named.complement();
  }
  if (letter.toLowerCase() !== 'p' || dialect.name !== 'regex') return null;
  reader.take();
  const found = reader.match(PROPERTY);
  const set = found ? propertySet(found[2] ?? found[3] ?? '') : null;
  if (!found || !set)
    throw reader.error('this Unicode property is not known; a general category or a script is');
  return (letter === 'P') !== (found[1] === '^') ? set.complement() : set;
}

/** The code point of a control or numeric escape after the backslash; null when none is there. */
export function codeEscape(reader: Reader): number | null {
  const start = reader.at;
  const letter = reader.peek();
  const control = CONTROLS[letter];
  if (control !== undefined) {
    reader.take();
    return control;
  }
  const digits = HEX_DIGITS[letter];
  if (digits === undefined) return null;
  reader.take();
  const found = reader.match(new RegExp(`[0-9a-fA-F]{${digits}}`, 'y'));
  const code = found ? Number.parseInt(found[0], 16) : Infinity;
  if (code > LAST_CODE_POINT) throw reader.error(`\\${letter} takes ${digits} hexadecimal digits`, start);
  return code;
}

/** The code point of an octal escape after the backslash: 0 and up to two digits, or three; null when none is there. */
export function octalEscape(reader: Reader): number | null {
  const found = reader.match(/0[0-7]{0,2}|[1-3][0-7]{2}/y);
  return found ? Number.parseInt(found[0], 8) : null;
}

function propertySet(name: string): CodePointRanges | null {
  const plain = name.replace(/^(?:script|sc)\s*[=:]\s*/i, '').trim();
  const script = plain.replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
  for (const property of [`gc=${plain}`, `sc=${script}`]) {
    try {
      return setOf(new RegExp(`\\p{${property}}`, 'u'));
    } catch {
      continue;
    }
  }
  return null;
}

function setOf(expression: RegExp): CodePointRanges {
  const ranges: CodePointRange[] = [];
  for (let code = 0; code <= LAST_CODE_POINT; code++) {
    if (expression.test(String.fromCodePoint(code))) ranges.push([code, code]);
  }
  return CodePointRanges.of(ranges);
}
