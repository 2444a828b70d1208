/** White space as Python has it, for patterns: what stands within the brackets of a class. */

/** Of `str.strip()` and of the standard `re`. */
export const PYTHON_SPACE = String.raw`\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;
/** Of the `regex` package: without U+001C to U+001F. */
export const REGEX_SPACE = String.raw`\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000`;

const LEADING = new RegExp(`[${REGEX_SPACE}]*`, 'y');

/** The place behind the white space, of the `regex` package, that begins at a position; the position itself when there is none. */
export function behindSpace(text: string, at: number): number {
  LEADING.lastIndex = at;
  return at + (LEADING.exec(text)?.[0].length ?? 0);
}
