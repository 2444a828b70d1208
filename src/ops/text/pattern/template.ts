/** Replacements in Python's template syntax: text with `\1`, `\g<name>` and the escapes of characters. */
import type { Dialect } from './dialect.js';
import { codeEscape, octalEscape } from './escapes.js';
import { Reader } from './reader.js';
import type { Pattern } from './tree.js';

/** Text, or the number of a group; 0 is the whole match. */
export type TemplatePart = string | number;

/**
 * Reads a replacement for a pattern.
 * @throws PatternError when it is wrong or names a group that the pattern does not have.
 */
export function parseTemplate(source: string, pattern: Pattern, dialect: Dialect): TemplatePart[] {
  const reader = new Reader(source, 'replacement');
  const parts: TemplatePart[] = [];
  let text = '';
  while (!reader.done) {
    const character = reader.take();
    const part = character === '\\' ? escape(reader, pattern, dialect) : character;
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    if (text !== '') parts.push(text);
    text = '';
    parts.push(part);
  }
  return text === '' ? parts : [...parts, text];
}

function escape(reader: Reader, pattern: Pattern, dialect: Dialect): TemplatePart {
  const start = reader.at - 1;
  if (reader.eat('\\')) return '\\';
  const octal = octalEscape(reader);
  if (octal !== null) return String.fromCodePoint(octal);
  const number = reader.match(/[1-9][0-9]?/y);
  const name = number ? null : reader.match(/g<(\w+)>/y);
  if (number || name) return groupNumber(number?.[0] ?? name?.[1] ?? '', reader, pattern, start);
  const code = dialect.name === 're' && /[xuU]/.test(reader.peek()) ? null : codeEscape(reader);
  if (code !== null) return String.fromCodePoint(code);
  const escaped = reader.take();
  if (escaped === '' || /[A-Za-z]/.test(escaped))
    throw reader.error(`\\${escaped} means nothing here`, start);
  return `\\${escaped}`;
}

function groupNumber(name: string, reader: Reader, pattern: Pattern, start: number): number {
  const group = /^[0-9]+$/.test(name) ? Number(name) : pattern.names.get(name);
  if (group === undefined || group > pattern.groups) {
    throw reader.error(`the pattern has no group ${name}`, start);
  }
  return group;
}
