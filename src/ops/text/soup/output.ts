/** Tags and text as Beautiful Soup writes them back ("minimal" output). */
import { isSpace, lower } from '../python.js';
import { PYTHON_SPACE } from '../white-space.js';
import type { Aside } from './tokenizer.js';

const ASIDES: Record<Aside, [before: string, after: string]> = {
  comment: ['<!--', '-->'],
  doctype: ['<!DOCTYPE ', '>\n'],
  instruction: ['<?', '>'],
  cdata: ['<![CDATA[', ']]>'],
  declaration: ['<?', '?>'],
};

/** Attributes whose value is a list of words, by element; `*` is any. */
const WORD_LISTS: Record<string, readonly string[]> = {
  '*': ['class', 'accesskey', 'dropzone'],
  a: ['rel', 'rev'],
  link: ['rel', 'rev'],
  td: ['headers'],
  th: ['headers'],
  form: ['accept-charset'],
  object: ['archive'],
  area: ['rel'],
  icon: ['sizes'],
  iframe: ['sandbox'],
  output: ['for'],
};
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const WORDS = new RegExp(`[^${PYTHON_SPACE}]+`, 'g');
/** What the encoding that a page declares becomes. */
const ENCODING = 'utf-8';

/** Text as it stands between tags. */
export function escaped(text: string): string {
  return text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
}

/** A comment, declaration or the like. */
export function asideMarkup(kind: Aside, content: string): string {
  const [before, after] = ASIDES[kind];
  return `${before}${content}${after}`;
}

/** A start tag, or the whole of an element that has no end tag. Attributes are in the order of their names. */
export function tagMarkup(name: string, attributes: ReadonlyMap<string, string>, isVoid: boolean): string {
  const written = [...attributes.keys()]
    .sort(byCodePoint)
    .map((key) => ` ${key}=${quoted(escaped(attributeValue(name, attributes, key)))}`);
  return `<${name}${written.join('')}${isVoid ? '/' : ''}>`;
}

function attributeValue(name: string, attributes: ReadonlyMap<string, string>, key: string): string {
  const value = attributes.get(key) ?? '';
  if (name === 'meta' && attributes.has('charset')) {
    if (key === 'charset') return ENCODING;
  } else if (name === 'meta' && key === 'content') {
    const declares = lower(attributes.get('http-equiv') ?? '') === 'content-type';
    return declares ? withEncoding(value) : value;
  }
  const isList = WORD_LISTS['*']?.includes(key) || listsOf(name).includes(key);
  return isList ? (value.match(WORDS) ?? []).join(' ') : value;
}

function listsOf(name: string): readonly string[] {
  return Object.hasOwn(WORD_LISTS, name) ? (WORD_LISTS[name] ?? []) : [];
}

function quoted(value: string): string {
  if (!value.includes('"')) return `"${value}"`;
  return value.includes("'") ? `"${value.replaceAll('"', '&quot;')}"` : `'${value}'`;
}

/** `charset=` at the start of a line or after a semicolon, white space between, gets our encoding up to the next semicolon. */
function withEncoding(value: string): string {
  const word = 'charset=';
  let result = '';
  let done = 0;
  for (let at = value.indexOf(word); at !== -1; at = value.indexOf(word, at)) {
    const start = at;
    at += word.length;
    if (!mayDeclare(value, start, done)) continue;
    const semicolon = value.indexOf(';', at);
    result += value.slice(done, at) + ENCODING;
    at = done = semicolon === -1 ? value.length : semicolon;
  }
  return result + value.slice(done);
}

function mayDeclare(value: string, start: number, from: number): boolean {
  for (let at = start; ; at--) {
    if (at === 0 || (value[at - 1] === '\n' && at >= from)) return true;
    if (value[at - 1] === ';') return at - 1 >= from;
    if (at <= from || !isSpace(value.charCodeAt(at - 1))) return false;
  }
}

function byCodePoint(a: string, b: string): number {
  const [first, second] = [[...a], [...b]];
  const i = first.findIndex((character, k) => character !== second[k]);
  if (i === -1) return first.length - second.length;
  return (first[i]?.codePointAt(0) ?? 0) - (second[i]?.codePointAt(0) ?? -1);
}
