/**
 * The symbols of one pattern. Code points that no class of the pattern tells apart are one symbol, so that classes of
 * any size become a few symbols, and what Python takes for a word character becomes what the engine takes for one.
 */
import { Buffer } from 'node:buffer';
import { CodePointRanges } from '../code-point-ranges.js';
import { descendants, PatternError, type Assertion, type Pattern } from './tree.js';

/** Symbols that are word characters for the engine. */
const WORD_SYMBOLS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const BREAK = 0x0a;
const BREAK_SET = CodePointRanges.of([[BREAK, BREAK]]);
/** Code units from here on are surrogates, no symbols. */
const SYMBOLS_END = 0xd800;
const CHUNK = 8192;

/** A text in symbols; `starts` has the place of every symbol in the text, and of the end, where they differ. */
export interface Encoded {
  symbols: string;
  starts: Uint32Array | null;
}

/** Which code points are one symbol. */
export class Alphabet {
  private readonly words = Array.from(WORD_SYMBOLS, (symbol) => symbol.charCodeAt(0));
  private next = 0;
  private readonly bySignature = new Map<string, number>();
  /** First code points of intervals whose code points are one symbol, and those symbols. */
  private readonly firsts: number[];
  private readonly intervals: number[];
  private readonly basic = new Uint16Array(0x10000);
  private readonly sets: CodePointRanges[];
  /** Symbol of the line breaks before the last character, when only a last one ends a line. */
  private readonly innerBreak: number | null;

  constructor(private readonly pattern: Pattern) {
    const nodes = [...descendants(pattern.root)];
    const asserts = new Set(nodes.flatMap((node) => (node.kind === 'assert' ? [node.what] : [])));
    const sets = new Set(nodes.flatMap((node) => (node.kind === 'set' ? [node.set] : [])));
    const bounded = asserts.has('boundary') || asserts.has('noBoundary');
    if (bounded) sets.add(pattern.word);
    sets.add(BREAK_SET);
    this.sets = [...sets];
    this.firsts = intervalStarts(this.sets);
    this.intervals = this.firsts.map((first) => this.symbolFor(first, bounded));
    this.innerBreak = breaksDiffer(asserts) ? this.fresh(false) : null;
    this.fillBasic();
  }

  /** The symbols of a set, sorted. */
  symbols(set: CodePointRanges): number[] {
    const found = new Set<number>();
    this.firsts.forEach((first, i) => {
      if (set.has(first)) found.add(this.intervals[i] as number);
    });
    if (this.innerBreak !== null && found.has(BREAK)) found.add(this.innerBreak);
    return [...found].sort((a, b) => a - b);
  }

  encode(text: string): Encoded {
    const units = this.next <= 0x100 ? Buffer.allocUnsafe(text.length) : new Uint16Array(text.length);
    let starts: Uint32Array | null = null;
    let count = 0;
    for (let at = 0; at < text.length; at++, count++) {
      const unit = text.charCodeAt(at);
      const code = (unit & 0xfc00) === 0xd800 ? (text.codePointAt(at) as number) : unit;
      if (starts) starts[count] = at;
      units[count] = code === unit ? (this.basic[unit] as number) : this.symbolOf(code);
      if (code === unit) continue;
      starts ??= Uint32Array.from({ length: text.length + 1 }, (_, i) => i);
      at++;
    }
    if (starts) starts[count] = text.length;
    if (this.innerBreak !== null && text.endsWith('\n')) units[count - 1] = BREAK;
    return { symbols: stringOf(units, count), starts };
  }

  private symbolFor(code: number, bounded: boolean): number {
    if (code === BREAK) return BREAK;
    const signature = this.sets.map((set) => (set.has(code) ? '1' : '0')).join('');
    const known = this.bySignature.get(signature);
    if (known !== undefined) return known;
    const symbol = this.fresh(bounded && this.pattern.word.has(code));
    this.bySignature.set(signature, symbol);
    return symbol;
  }

  private fresh(word: boolean): number {
    if (word) {
      const symbol = this.words.pop();
      if (symbol === undefined)
        throw new PatternError(
          `with \\b, a pattern can tell ${WORD_SYMBOLS.length - 1} word characters apart, not more`,
        );
      return symbol;
    }
    while (this.next === BREAK || WORD_SYMBOLS.includes(String.fromCharCode(this.next))) this.next++;
    if (this.next >= SYMBOLS_END) throw new PatternError('the pattern has too many different characters');
    return this.next++;
  }

  private fillBasic(): void {
    this.firsts.forEach((first, i) => {
      this.basic.fill(this.intervals[i] as number, first, this.firsts[i + 1] ?? 0x10000);
    });
    if (this.innerBreak !== null) this.basic[BREAK] = this.innerBreak;
  }

  private symbolOf(code: number): number {
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.firsts[middle] as number) <= code) low = middle;
      else high = middle - 1;
    }
    return this.intervals[low] as number;
  }
}

/** `$` without the flag m is before a last line break or at the end: what the engine's own line end is if no other break is one. */
function breaksDiffer(asserts: ReadonlySet<Assertion>): boolean {
  if (!asserts.has('lastLineEnd')) return false;
  if (asserts.has('lineStart') || asserts.has('lineEnd'))
    throw new PatternError('$ with and without the flag m in one pattern is not supported');
  return true;
}

function intervalStarts(sets: readonly CodePointRanges[]): number[] {
  const starts = new Set([0]);
  for (const { ranges } of sets) {
    for (const [first, last] of ranges) starts.add(first).add(last + 1);
  }
  starts.delete(0x110000);
  return [...starts].sort((a, b) => a - b);
}

function stringOf(units: Buffer | Uint16Array, count: number): string {
  if (Buffer.isBuffer(units)) return units.toString('latin1', 0, count);
  const pieces: string[] = [];
  for (let at = 0; at < count; at += CHUNK) {
    pieces.push(String.fromCharCode(...units.subarray(at, Math.min(at + CHUNK, count))));
  }
  return pieces.join('');
}
