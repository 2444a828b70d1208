/** IPv4 and MAC addresses, which ask for what stands around them: matches are short, so plain expressions do. */
import type { CodePointRanges } from '../code-point-ranges.js';
import { RE } from '../pattern/dialect.js';

const DIGIT = members(RE.digit);
const BYTE = `(?:25[0-5]|2[0-4][${DIGIT}]|[01]?[${DIGIT}][${DIGIT}]?)`;

/** Neither a digit nor a dot before, no digit behind. */
export const IPV4 = new RegExp(String.raw`(?<![0-9.])(?:${BYTE}\.){3}${BYTE}(?![0-9])`, 'gu');

/** Neither a hexadecimal digit nor a colon before, the end of a word behind. */
export const MAC = new RegExp(
  `(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![${members(RE.word)}])`,
  'gu',
);

function members({ ranges }: CodePointRanges): string {
  return ranges.map(([first, last]) => `${escape(first)}-${escape(last)}`).join('');
}

function escape(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
