/** Character classes in square brackets. */
import { CodePointRanges, type CodePointRange } from '../code-point-ranges.js';
import type { Dialect } from './dialect.js';
import { classEscape, codeEscape, octalEscape } from './escapes.js';
import type { Reader } from './reader.js';

/** A class as written, after its opening bracket. */
export interface ClassSource {
  set: CodePointRanges;
  negated: boolean;
}

/** Reads a class up to its closing bracket, which as first member is a member. */
export function parseClass(reader: Reader, dialect: Dialect): ClassSource {
  const negated = reader.eat('^');
  const ranges: CodePointRange[] = [];
  for (let first = true; first || !reader.eat(']'); first = false) {
    const low = member(reader, dialect);
    const high = typeof low === 'number' ? rangeEnd(reader, dialect) : null;
    if (typeof low !== 'number') ranges.push(...low.ranges);
    else if (high === null) ranges.push([low, low]);
    else if (high < low) throw reader.error('the range of the class ends before it begins');
    else ranges.push([low, high]);
  }
  return { set: CodePointRanges.of(ranges), negated };
}

function rangeEnd(reader: Reader, dialect: Dialect): number | null {
  const dash = reader.at;
  if (!reader.eat('-')) return null;
  if (reader.peek() === ']') {
    reader.at = dash;
    return null;
  }
  const high = member(reader, dialect);
  if (typeof high !== 'number') throw reader.error('a range of a class cannot end in a class');
  return high;
}

function member(reader: Reader, dialect: Dialect): number | CodePointRanges {
  if (reader.done) throw reader.error('the class is not closed');
  if (dialect.name === 'regex' && reader.source.startsWith('[:', reader.at))
    throw reader.error('POSIX classes such as [:alpha:] are not supported');
  const character = reader.take();
  if (character !== '\\') return character.codePointAt(0) ?? 0;
  const code = classEscape(reader, dialect) ?? codeEscape(reader) ?? octalEscape(reader);
  if (code !== null) return code;
  const escaped = reader.take();
  if (escaped === '' || /[A-Za-z0-9]/.test(escaped))
    throw reader.error(`\\${escaped} is not supported in a class`);
  return escaped.codePointAt(0) ?? 0;
}
