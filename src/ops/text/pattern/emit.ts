/** A pattern over the symbols of its alphabet, in the engine's syntax. */
import type { Alphabet } from './alphabet.js';
import { PatternError, type Assertion, type Node } from './tree.js';

/** The engine's own limit. */
const MOST_REPEATS = 1000;
const ASSERTIONS: Record<Assertion, string> = {
  textStart: String.raw`\A`,
  textEnd: String.raw`\z`,
  lastLineEnd: '(?m:$)',
  lineStart: '(?m:^)',
  lineEnd: '(?m:$)',
  boundary: String.raw`\b`,
  noBoundary: String.raw`\B`,
};
/**
 * An option that never matches, since no symbol is that high. Without it the engine looks, before every match, for the
 * literals of one option after the other up to the end of the text.
 */
const NEVER = String.raw`[\x{fffd}-\x{fffe}]`;
const NOTHING = String.raw`[^\x00-\x{10FFFF}]`;

/** Writes a node; groups other than those that are wanted do not capture. */
export function emit(node: Node, alphabet: Alphabet, wanted: ReadonlySet<number>): string {
  const inner = (child: Node): string => emit(child, alphabet, wanted);
  switch (node.kind) {
    case 'set':
      return symbolClass(alphabet.symbols(node.set));
    case 'sequence':
      return node.items.map(inner).join('');
    case 'choice':
      return `(?:${[...node.options.map(inner), NEVER].join('|')})`;
    case 'group':
      return `(${wanted.has(node.number) ? '' : '?:'}${inner(node.body)})`;
    case 'repeat':
      return `(?:${inner(node.body)})${bounds(node.min, node.max)}${node.lazy ? '?' : ''}`;
    case 'assert':
      return ASSERTIONS[node.what];
  }
}

function bounds(min: number, max: number | null): string {
  if (min > MOST_REPEATS || (max ?? 0) > MOST_REPEATS)
    throw new PatternError(`a repeat of more than ${MOST_REPEATS} times is not supported`);
  if (max === null && min < 2) return min === 0 ? '*' : '+';
  return max === min ? `{${min}}` : `{${min},${max ?? ''}}`;
}

function symbolClass(symbols: number[]): string {
  if (symbols.length === 0) return NOTHING;
  const ranges: [number, number][] = [];
  for (const symbol of symbols) {
    const before = ranges.at(-1);
    if (before && before[1] === symbol - 1) before[1] = symbol;
    else ranges.push([symbol, symbol]);
  }
  const written = ranges.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`));
  return symbols.length === 1 ? written.join('') : `[${written.join('')}]`;
}

function hex(symbol: number): string {
  return `\\x{${symbol.toString(16)}}`;
}
