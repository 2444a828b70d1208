/** `finditer()` of Python's `re` and `regex`, in time linear to the text for each match. */
import { Alphabet } from './alphabet.js';
import type { Dialect } from './dialect.js';
import { emit } from './emit.js';
import { refuseEmptyFirst } from './empty-match.js';
import { parsePattern } from './parse.js';
import { compiled } from './substitution.js';

/** A match: where it is in the text, and what its groups hold, null for one that takes no part. */
export interface Match {
  start: number;
  end: number;
  groups: (string | null)[];
}

/** Finds the matches in a text, in order. */
export type FindMatches = (text: string) => Generator<Match>;

/**
 * Compiles a pattern in Python's syntax.
 * @throws PatternError when it is wrong or cannot be translated.
 */
export function matchesOf(
  source: string,
  { dialect, flags }: { dialect: Dialect; flags: string },
): FindMatches {
  const pattern = parsePattern(source, dialect, flags);
  refuseEmptyFirst(pattern.root);
  const numbers = Array.from({ length: pattern.groups }, (_, i) => i + 1);
  const alphabet = new Alphabet(pattern);
  const engine = compiled(emit(pattern.root, alphabet, new Set(numbers)));
  return function* (text) {
    const { symbols, starts } = alphabet.encode(text);
    const place = (symbol: number): number => starts?.[symbol] ?? symbol;
    const matcher = engine.matcher(symbols);
    while (matcher.find()) {
      const groups = numbers.map((n) =>
        matcher.start(n) < 0 ? null : text.slice(place(matcher.start(n)), place(matcher.end(n))),
      );
      yield { start: place(matcher.start()), end: place(matcher.end()), groups };
    }
  };
}
