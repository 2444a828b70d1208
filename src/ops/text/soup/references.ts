/** HTML's character references, as Beautiful Soup reads them in text and Python's `html` module in attributes. */
import { decodeHTML, decodeHTMLStrict } from 'entities/decode';

const REPLACEMENT = '\uFFFD';
/** Windows-1252 from 80 on; null where it has nothing, so that the control character stays. */
const FROM_80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
const IN_ATTRIBUTE = /&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|[^\t\n\f <&#;]{1,32};?)/g;

/** What a name stands for; null for one that HTML does not know. Every name counts, though it lack the semicolon. */
export function namedCharacter(name: string): string | null {
  const reference = `&${name};`;
  const value = decodeHTMLStrict(reference);
  return value === reference ? null : value;
}

/** What a number stands for in text; `reference` is its digits, with an x before those that are hexadecimal. */
export function numberedCharacter(reference: string): string {
  const isHex = /^[xX]/.test(reference);
  return characterOf(isHex ? Number.parseInt(reference.slice(1), 16) : Number(reference));
}

/** The value of an attribute, where a known name counts without its semicolon too, even within a word. */
export function decodeAttribute(value: string): string {
  if (!value.includes('&')) return value;
  return value.replace(IN_ATTRIBUTE, (reference: string, decimal?: string, hex?: string) => {
    if (decimal === undefined && hex === undefined) return decodeHTML(reference);
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return isDropped(code) ? '' : characterOf(code);
  });
}

function characterOf(code: number): string {
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return REPLACEMENT;
  if (code >= 0x80 && code <= 0x9f) return FROM_80[code - 0x80] ?? REPLACEMENT;
  return String.fromCodePoint(code);
}

/** Controls and non-characters, which attributes lose. */
function isDropped(code: number): boolean {
  const isControl = code < 0x20 && code !== 0 && code !== 0x09 && code !== 0x0a && code !== 0x0c;
  const isNonCharacter = (code >= 0xfdd0 && code <= 0xfdef) || (code & 0xfffe) === 0xfffe;
  return code <= 0x10ffff && ((isControl && code !== 0x0d) || code === 0x7f || isNonCharacter);
}
