/** A set of code points, held as sorted ranges that share no code point and do not touch. */

/** First and last code point, both inside. */
export type CodePointRange = readonly [first: number, last: number];

/** Greatest code point. */
export const LAST_CODE_POINT = 0x10ffff;

/** A set of code points; it never changes. */
export class CodePointRanges {
  private readonly ascii = new Uint8Array(128);

  private constructor(readonly ranges: readonly CodePointRange[]) {
    for (const [first, last] of ranges) this.ascii.fill(1, Math.min(first, 128), Math.min(last + 1, 128));
  }

  /** Of ranges in any order, which may overlap. */
  static of(ranges: readonly CodePointRange[]): CodePointRanges {
    const merged: [number, number][] = [];
    for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
      const before = merged.at(-1);
      if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
      else merged.push([first, last]);
    }
    return new CodePointRanges(merged);
  }

  /** Of the code points of a text. */
  static ofText(text: string): CodePointRanges {
    return CodePointRanges.of(
      Array.from(text, (character): CodePointRange => {
        const code = character.codePointAt(0) ?? 0;
        return [code, code];
      }),
    );
  }

  /** Of ranges in hexadecimal such as `9-d 20`. */
  static ofHex(ranges: string): CodePointRanges {
    return CodePointRanges.of(
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

  union(other: CodePointRanges): CodePointRanges {
    return CodePointRanges.of([...this.ranges, ...other.ranges]);
  }

  complement(): CodePointRanges {
    const gaps: CodePointRange[] = [];
    let next = 0;
    for (const [first, last] of this.ranges) {
      if (first > next) gaps.push([next, first - 1]);
      next = last + 1;
    }
    if (next <= LAST_CODE_POINT) gaps.push([next, LAST_CODE_POINT]);
    return new CodePointRanges(gaps);
  }
}
