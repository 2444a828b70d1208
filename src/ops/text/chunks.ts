/** Texts cut into chunks, counted in code points. */
import { codePoints, strip } from './python.js';
import type { FindMatches } from './pattern/matches.js';

/** The longest a chunk may be, and how much of it the next one has again when it was cut at no pattern. */
export interface ChunkLength {
  max: number;
  overlap: number;
}

/** What stands between the matches, as `re.split()` gives it: with what the pattern's groups hold. Blank pieces are left out. */
export function splitText(text: string, matches: FindMatches): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, groups } of matches(text)) {
    pieces.push(text.slice(from, start), ...groups.map((group) => group ?? ''));
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.filter(isFilled);
}

/** Windows of the greatest length, one every `max - overlap` code points, also where the last ones add nothing. */
export function windowsOf(text: string, { max, overlap }: ChunkLength): string[] {
  const ruler = new Ruler(text);
  if (ruler.length <= max) return [text];
  const windows: string[] = [];
  for (let at = 0; at < ruler.length; at += max - overlap) windows.push(ruler.slice(at, at + max));
  return windows;
}

/**
 * Chunks of at most the greatest length: each ends before the last match in it, and the next begins behind that; one without
 * a match is cut at its length and overlaps the next. Blank chunks are left out.
 */
export function chunksOf(text: string, { max, overlap }: ChunkLength, matches: FindMatches): string[] {
  const ruler = new Ruler(text);
  if (ruler.length <= max) return [text];
  const chunks: string[] = [];
  let at = 0;
  while (ruler.length - at > max) {
    const window = ruler.slice(at, at + max);
    const last = lastOf(matches(window));
    if (last) {
      chunks.push(window.slice(0, last.start));
      // What is matched at the very end of a text may be nothing at all: each chunk takes one code point at least.
      at += Math.max(1, codePoints(window.slice(0, last.end)));
    } else {
      chunks.push(window);
      at += max - overlap;
    }
  }
  chunks.push(ruler.slice(at, ruler.length));
  return chunks.filter(isFilled);
}

function lastOf<T>(items: Iterable<T>): T | undefined {
  let last: T | undefined;
  for (const item of items) last = item;
  return last;
}

function isFilled(text: string): boolean {
  return strip(text) !== '';
}

/** A text by its code points. */
class Ruler {
  readonly length: number;
  /** Where each code point begins; null when each is one unit. */
  private readonly starts: Uint32Array | null;

  constructor(private readonly text: string) {
    this.length = codePoints(text);
    this.starts = this.length === text.length ? null : startsIn(text, this.length);
  }

  slice(from: number, to: number): string {
    return this.text.slice(this.place(from), this.place(to));
  }

  private place(point: number): number {
    return point >= this.length ? this.text.length : (this.starts?.[point] ?? point);
  }
}

function startsIn(text: string, length: number): Uint32Array {
  const starts = new Uint32Array(length);
  for (let [unit, point] = [0, 0]; point < length; point++) {
    starts[point] = unit;
    unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
  }
  return starts;
}
