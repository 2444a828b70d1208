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
