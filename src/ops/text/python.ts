/**
 * Python 3.11's string methods where JavaScript's differ, so that results equal the peer's. Unicode tables are those of
 * Unicode 14, whatever newer one the runtime has.
 */

/** Capitals that got their small letter after Unicode 14 (U+1C89, Latin extensions, Garay, Beria Erfe). */
const LATER_CAPITALS =
  /([\u1C89\uA7CB\uA7CC\uA7CE\uA7D2\uA7D4\uA7DA\uA7DC\u{10D50}-\u{10D65}\u{16EA0}-\u{16EB8}]+)/u;

/** `str.lower()`: full mapping with the final-sigma rule. Capitals that Unicode 14 does not know stay. */
export function lower(text: string): string {
  if (!LATER_CAPITALS.test(text)) return text.toLowerCase();
  // Odd pieces are the unknown capitals. They end a word for the final-sigma rule, as the cut does.
  return text
    .split(LATER_CAPITALS)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.toLowerCase()))
    .join('');
}

/** `str.strip()`: white space off both ends; not U+200B to U+200D, U+2060 nor U+FEFF. */
export function strip(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** `len()`: code points; a lone surrogate counts as one. */
export function codePoints(text: string): number {
  const units = text.length;
  let pairs = 0;
  for (let i = 1; i < units; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) pairs++;
  }
  return units - pairs;
}

/** `str.isspace()` of one character, by UTF-16 code unit (all of them are in the basic plane). */
export function isSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  if (unit < 0x2000) return unit === 0x1680;
  return (
    unit <= 0x200a ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}
