/** Lines as Python's `str.splitlines()` has them. */

const LF = 0x0a;
const CR = 0x0d;

/** The lines of a text, measured in code points without their line breaks; `length` is that of the whole text. */
export interface LineMeasures {
  lines: number;
  longest: number;
  length: number;
}

/** Measures the lines of a text. A line break at its end begins no further line; CR LF is one break. */
export function measureLines(text: string): LineMeasures {
  let lines = 0;
  let longest = 0;
  let length = 0;
  let current = 0;
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const secondHalf = (unit & 0xfc00) === 0xdc00 && (before & 0xfc00) === 0xd800;
    if (!secondHalf) length++;
    if (!isLineBreak(unit)) {
      if (!secondHalf) current++;
    } else if (unit !== LF || before !== CR) {
      lines++;
      longest = Math.max(longest, current);
      current = 0;
    }
    before = unit;
  }
  if (current > 0) lines++;
  return { lines, longest: Math.max(longest, current), length };
}

/** The lines of a text, without their line breaks. */
export function splitLines(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (!isLineBreak(text.charCodeAt(i))) continue;
    lines.push(text.slice(start, i));
    if (text.charCodeAt(i) === CR && text.charCodeAt(i + 1) === LF) i++;
    start = i + 1;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

function isLineBreak(unit: number): boolean {
  if (unit < 0x80) return (unit >= LF && unit <= CR) || (unit >= 0x1c && unit <= 0x1e);
  return unit === 0x85 || unit === 0x2028 || unit === 0x2029;
}
