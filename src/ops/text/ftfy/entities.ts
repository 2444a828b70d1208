/** Decodes HTML's character references, those only that end in a semicolon. */
import { Buffer } from 'node:buffer';
import { decodeHTMLStrict } from 'entities/decode';

const SEMICOLON = 0x3b;
const AMPERSAND = 0x26;
const MAX_NAME = 24;

/** Names in capitals that HTML knows without a semicolon; what begins so is taken for them, not for a small-letter name. */
const CAPITAL_NAMES = /^(?:AMP|COPY|ETH|GT|LT|QUOT|REG|THORN)/;

/** What numbers of 80 to 9F stand for: Windows-1252. */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Decodes again what a decoded reference makes of the text after it, as `&amp;amp;lt;`, all at once: it reads from left to
 * right and looks back at every semicolon.
 */
export function unescapeHtml(text: string): string {
  if (!text.includes(';') || !text.includes('&')) return text;
  // No reference is shorter than what it stands for.
  const units = new Uint16Array(text.length);
  let size = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === SEMICOLON) size = close(units, size);
    else units[size++] = unit;
  }
  return Buffer.from(units.buffer, 0, size * 2).toString('utf16le');
}

/** Adds a semicolon, or puts what the reference stands for that it ends in its place; gives the new size. */
function close(units: Uint16Array, size: number): number {
  const at = referenceStart(units, size);
  const value = at < 0 ? null : valueOf(String.fromCharCode(...units.subarray(at + 1, size)));
  // A semicolon may end a reference in its turn.
  if (value === ';') return close(units, at);
  const added = value ?? ';';
  const start = value === null ? size : at;
  for (let i = 0; i < added.length; i++) units[start + i] = added.charCodeAt(i);
  return start + added.length;
}

/** Where the ampersand is, with up to 24 letters and digits and at most a number sign behind it; -1 for nowhere. */
function referenceStart(units: Uint16Array, size: number): number {
  let at = size - 1;
  while (at >= 0 && size - at <= MAX_NAME && isLetterOrDigit(units[at] ?? 0)) at--;
  if (at < 0 || at === size - 1) return -1;
  if (String.fromCharCode(units[at] ?? 0) === '#') at--;
  return units[at] === AMPERSAND ? at : -1;
}

function isLetterOrDigit(unit: number): boolean {
  return (unit >= 0x30 && unit <= 0x39) || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
}

function valueOf(reference: string): string | null {
  if (reference.startsWith('#')) return numericValue(reference.slice(1));
  const named = namedValue(reference);
  if (named !== null || reference !== reference.toUpperCase() || CAPITAL_NAMES.test(reference)) return named;
  return namedValue(reference.toLowerCase())?.toUpperCase() ?? null;
}

function namedValue(name: string): string | null {
  const reference = `&${name};`;
  const value = decodeHTMLStrict(reference);
  return value === reference ? null : value;
}

function numericValue(digits: string): string | null {
  const isDecimal = /^\d+$/.test(digits);
  if (!isDecimal && !/^[xX][\da-fA-F]+$/.test(digits)) return null;
  const code = isDecimal ? Number(digits) : Number.parseInt(digits.slice(1), 16);
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\uFFFD';
  if (code >= 0x80 && code <= 0x9f) return FROM_80[code - 0x80] ?? null;
  if (isInvalid(code)) return '';
  // A semicolon would look like the end of the reference itself, so it stays one.
  return code === 0x3b ? null : String.fromCodePoint(code);
}

function isInvalid(code: number): boolean {
  const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0c && code !== 0x0d;
  const isNonCharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
  return isControl || code === 0x7f || isNonCharacter;
}
