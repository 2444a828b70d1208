/** Cuts a condition in Python's syntax into its tokens. */
import { readText } from './expression-text.js';

/** Something wrong with a condition, at a character of it. */
export class ExpressionError extends Error {
  /** `at` counts code units from 0; the message counts characters from 1. */
  constructor(source: string, at: number, problem: string) {
    super(`character ${Array.from(source.slice(0, at)).length + 1}: ${problem}`);
  }
}

/** A token. `text` is as written, empty at the end; `value` is that of a constant. */
export interface Token {
  kind: 'name' | 'constant' | 'sign' | 'end';
  text: string;
  at: number;
  value?: unknown;
}

const BLANK = /(?:[ \t\f\r\n]|\\\r?\n|#[^\n]*)+/y;
const NAME = /[\p{XID_Start}_]\p{XID_Continue}*/uy;
const NUMBER_START = /\.?\d/y;
const INTEGER = /(?:0x(?:_?[\da-f])+|0o(?:_?[0-7])+|0b(?:_?[01])+|\d(?:_?\d)*)(?![\w.])/iy;
const FLOAT = /(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:e[+-]?\d(?:_?\d)*)?(?![\w.])/iy;
const LONGEST_INTEGER = 4300;
const OTHER_TEXT = /(?:b|f|br|rb|fr|rf)['"]/iy;
const OPENING = /(r|u)?('''|"""|'|")/iy;
const SIGN = /<=|>=|==|!=|[<>()[\]{},.+-]/y;

/**
 * All tokens, the end being the last.
 * @throws ExpressionError where none begins.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(source, 0);
  while (at < source.length) {
    const { end, ...token } = tokenAt(source, at);
    tokens.push({ ...token, text: source.slice(at, end), at });
    at = skipBlank(source, end);
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

function skipBlank(source: string, at: number): number {
  return at + (match(BLANK, source, at)?.[0].length ?? 0);
}

function tokenAt(source: string, at: number): Pick<Token, 'kind' | 'value'> & { end: number } {
  if (match(NUMBER_START, source, at)) return { kind: 'constant', ...readNumber(source, at) };
  if (match(OTHER_TEXT, source, at))
    throw new ExpressionError(source, at, 'text of this kind is not supported');
  const opening = match(OPENING, source, at);
  if (opening) {
    const { value, end, problem } = readText(source, at + opening[0].length, opening);
    if (problem !== undefined) throw new ExpressionError(source, end, problem);
    return { kind: 'constant', value, end };
  }
  const name = match(NAME, source, at);
  if (name) return { kind: 'name', end: at + name[0].length };
  const sign = match(SIGN, source, at);
  if (sign) return { kind: 'sign', end: at + sign[0].length };
  const found = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const hint = found === '=' ? '; write == for a comparison' : '';
  throw new ExpressionError(source, at, `${JSON.stringify(found)} is not supported${hint}`);
}

function readNumber(source: string, at: number): { value: number | bigint; end: number } {
  const integer = match(INTEGER, source, at)?.[0] ?? '';
  if (integer.length > LONGEST_INTEGER) throw new ExpressionError(source, at, 'this number is too long');
  if (integer !== '' && !/^0[\d_]*[1-9]/.test(integer)) {
    const exact = BigInt(integer.replaceAll('_', ''));
    const value = Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
    return { value, end: at + integer.length };
  }
  const float = integer === '' ? (match(FLOAT, source, at)?.[0] ?? '') : '';
  if (float === '') throw new ExpressionError(source, at, 'this is no number');
  return { value: Number(float.replaceAll('_', '')), end: at + float.length };
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
