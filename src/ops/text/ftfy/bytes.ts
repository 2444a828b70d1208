/** Repairs bytes that were UTF-8 once, and decodes them. Bytes are held in strings, one character each. */
import { Buffer } from 'node:buffer';

/** UTF-8 but for a byte A0 that became a space; only sequences that stand for likely characters. */
const SPACE_FOR_A0 = new RegExp(
  [
    '[\\xc2\\xc3\\xc5\\xce\\xd0\\xd9] ',
    '[\\xe2\\xe3] [\\x80-\\x84\\x86-\\x9f\\xa1-\\xbf]',
    '[\\xe0-\\xe3][\\x80-\\x84\\x86-\\x9f\\xa1-\\xbf] ',
    '\\xf0 [\\x80-\\xbf]{2}',
    '\\xf0[\\x80-\\xbf] [\\x80-\\xbf]',
    '\\xf0[\\x80-\\xbf]{2} ',
  ].join('|'),
  'g',
);
/** A word of its own, "à" as in "à la": its space stays. Portuguese has words that only begin so. */
const A_GRAVE_WORD = /\xc3 (?! |quele|quela|quilo|s )/g;

/** UTF-8 with bytes that were lost: each is 1A now, at most one a question mark. */
const LOSSY = new RegExp(
  [
    '[\\xc2-\\xdf]\\x1a',
    '[\\xc2\\xc3]\\?',
    '\\xed[\\xa0-\\xaf][\\x1a?]\\xed[\\xb0-\\xbf][\\x1a?\\x80-\\xbf]',
    '\\xed[\\xa0-\\xaf][\\x1a?\\x80-\\xbf]\\xed[\\xb0-\\xbf][\\x1a?]',
    '[\\xe0-\\xef][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xe0-\\xef][\\x1a\\x80-\\xbf][\\x1a?]',
    '[\\xf0-\\xf4][\\x1a?][\\x1a\\x80-\\xbf]{2}',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf][\\x1a?][\\x1a\\x80-\\xbf]',
    '[\\xf0-\\xf4][\\x1a\\x80-\\xbf]{2}[\\x1a?]',
    '\\x1a',
  ].join('|'),
  'g',
);
const REPLACEMENT_BYTES = '\xef\xbf\xbd';

/** U+0000 in two bytes; the peer takes a line break at the end of the text for the second one. */
const LONG_NUL = /\xc0(?:\x80|\n$)/g;
/** A character beyond U+FFFF in two surrogates of three bytes each. */
const SURROGATES = /\xed([\xa0-\xaf])([\x80-\xbf])\xed([\xb0-\xbf])([\x80-\xbf])/g;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Puts bytes A0 back. */
export function restoreA0(bytes: string): string {
  if (bytes.search(SPACE_FOR_A0) < 0) return bytes;
  return bytes
    .replace(A_GRAVE_WORD, '\xc3\xa0 ')
    .replace(SPACE_FOR_A0, (sequence) => sequence.replaceAll(' ', '\xa0'));
}

/** Makes U+FFFD of each sequence that has lost bytes. */
export function replaceLossy(bytes: string): string {
  return bytes.replace(LOSSY, REPLACEMENT_BYTES);
}

/** The text, or null when the bytes are not UTF-8. Java's way with U+0000 and with surrogates counts as UTF-8. */
export function decodeUtf8(bytes: string): string | null {
  const plain = /[\xed\xc0]/.test(bytes) ? bytes.replace(LONG_NUL, '\0').replace(SURROGATES, joined) : bytes;
  try {
    return decoder.decode(Buffer.from(plain, 'latin1'));
  } catch {
    return null;
  }
}

function joined(_all: string, ...[a = '', b = '', c = '', d = '']: string[]): string {
  const bits = (byte: string, mask: number): number => byte.charCodeAt(0) & mask;
  const offset = (bits(a, 0x0f) << 16) | (bits(b, 0x3f) << 10) | (bits(c, 0x0f) << 6) | bits(d, 0x3f);
  return Buffer.from(String.fromCodePoint(0x10000 + offset), 'utf8').toString('latin1');
}
