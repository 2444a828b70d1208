<<<<<<< HEAD
/** Sets of characters that do not depend on the runtime's Unicode: made of a table, asked by code point. */

const CODE_POINTS = 0x110000;

/** A set of code points, as a bitmap. */
export class CodePointSet {
  private readonly bits = new Uint32Array(CODE_POINTS / 32);

  /**
   * The set of a table: its ranges in rising order, separated by white space, each `gap` or `gap,more` in base 36: how many
   * code points lie between it and the range before, and how many it has besides its first.
   */
  constructor(table: string) {
    let point = 0;
    for (const range of table.trim().split(/\s+/)) {
      const [gap = '', more = '0'] = range.split(',');
      point += parseInt(gap, 36);
      for (const end = point + parseInt(more, 36); point <= end; point++) this.add(point);
    }
  }

  has(point: number): boolean {
    return (((this.bits[point >>> 5] as number) >>> (point & 31)) & 1) === 1;
  }

  private add(point: number): void {
    this.bits[point >>> 5] = (this.bits[point >>> 5] as number) | (1 << (point & 31));
  }
}

/** How much of a text is in a set, counted in code points; 0 for the empty text. A lone surrogate counts as one. */
export function shareIn(text: string, set: CodePointSet): number {
  let length = 0;
  let members = 0;
  for (let i = 0; i < text.length; length++) {
    const point = text.codePointAt(i) as number;
    i += point > 0xffff ? 2 : 1;
    if (set.has(point)) members++;
  }
  return length === 0 ? 0 : members / length;
}
=======
/** A set of code points, held as sorted ranges that share no code point and do not touch. */

/** First and last code point, both inside. */
export type CodePointRange = readonly [first: number, last: number];

/** Greatest code point. */
export const LAST_CODE_POINT = 0x10ffff;

/** A set of code points; it never changes. */
export class CodePointSet {
  private readonly ascii = new Uint8Array(128);

  private constructor(readonly ranges: readonly CodePointRange[]) {
    for (const [first, last] of ranges) this.ascii.fill(1, Math.min(first, 128), Math.min(last + 1, 128));
  }

  /** Of ranges in any order, which may overlap. */
  static of(ranges: readonly CodePointRange[]): CodePointSet {
    const merged: [number, number][] = [];
    for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
      const before = merged.at(-1);
      if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else merged.push([first, last]);
    }
    return new CodePointSet(merged);
  }

  /** Of the code points of a text. */
  static ofText(text: string): CodePointSet {
    return CodePointSet.of(
      Array.from(text, (character): CodePointRange => {
        const code = character.codePointAt(0) ?? 0;
        return [code, code];
      }),
    );
  }

  /** Of ranges in hexadecimal such as `9-d 20`. */
  static ofHex(ranges: string): CodePointSet {
    return CodePointSet.of(
      ranges
        .trim()
        .split(/\s+/)
        .map((range): CodePointRange => {
          const [first = '', last = first] = range.split('-');
          return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
        }),
    );
  }

  has(code: number): boolean {
    if (code < 128) return this.ascii[code] === 1;
    let low = 0;
    let high = this.ranges.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const [first, last] = this.ranges[middle] as CodePointRange;
      if (code < first) high = middle - 1;
      else if (code > last) low = middle + 1;
      else return true;
    }
    return false;
  }

  union(other: CodePointSet): CodePointSet {
    return CodePointSet.of([...this.ranges, ...other.ranges]);
  }

  complement(): CodePointSet {
    const gaps: CodePointRange[] = [];
    let next = 0;
    for (const [first, last] of this.ranges) {
      if (first > next) gaps.push([next, first - 1]);
      next = last + 1;
    }
    if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
    return new CodePointSet(gaps);
  }
}
>>>>>>> 4aaffe7 (Eleven mappers: clean_copyright, punctuation_normalization, remove_* without user patterns)
