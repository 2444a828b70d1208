/** `sub()` of Python's `re` and `regex`, in time linear to the text for each match. */
import { RE2JS } from 're2js';
import { Alphabet } from './alphabet.js';
import { REGEX, type Dialect } from './dialect.js';
import { emit } from './emit.js';
import { refuseEmptyFirst } from './empty-match.js';
import { parsePattern } from './parse.js';
import { parseTemplate, type TemplatePart } from './template.js';
import { PatternError } from './tree.js';

/** Replaces every match in a text. */
export type Substitute = (text: string) => string;

/** What the peer compiles patterns of its operators with: `regex`, where a dot matches a line break too. */
export const DEFAULT_SYNTAX = { dialect: REGEX, flags: 's' };

/**
 * Compiles a pattern and a replacement in Python's syntax.
 * @throws PatternError when one is wrong or cannot be translated.
 */
export function substitution(
  source: string,
  replacement: string,
  { dialect, flags }: { dialect: Dialect; flags: string } = DEFAULT_SYNTAX,
): Substitute {
  const pattern = parsePattern(source, dialect, flags);
  refuseEmptyFirst(pattern.root);
  const template = parseTemplate(replacement, pattern, dialect);
  const wanted = [
    ...new Set(template.filter((part): part is number => typeof part === 'number' && part > 0)),
  ];
  wanted.sort((a, b) => a - b);
  const alphabet = new Alphabet(pattern);
  const engine = compiled(emit(pattern.root, alphabet, new Set(wanted)));
  const parts = template.map((part) =>
    typeof part === 'number' && part > 0 ? wanted.indexOf(part) + 1 : part,
  );
  return (text) => replaced(text, alphabet, engine, parts);
}

/**
 * The engine for a pattern in its own syntax.
 * @throws PatternError when it is too large.
 */
export function compiled(source: string): RE2JS {
  try {
    return RE2JS.compile(source);
  } catch {
    throw new PatternError('the pattern is too large');
  }
}

function replaced(text: string, alphabet: Alphabet, engine: RE2JS, parts: TemplatePart[]): string {
  const { symbols, starts } = alphabet.encode(text);
  if (!engine.test(symbols)) return text;
  const place = (symbol: number): number => starts?.[symbol] ?? symbol;
  const matcher = engine.matcher(symbols);
  let result = '';
  let copied = 0;
  while (matcher.find()) {
    result += text.slice(copied, place(matcher.start()));
    for (const part of parts) {
      if (typeof part === 'string') result += part;
      else if (matcher.start(part) >= 0)
        result += text.slice(place(matcher.start(part)), place(matcher.end(part)));
    }
    copied = place(matcher.end());
  }
  return copied === 0 && result === '' ? text : result + text.slice(copied);
}
