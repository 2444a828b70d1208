/**
 * Reads patterns as Python's `re` and `regex` (version 0) do. What no automaton can do in linear time, and what only one
 * of many users needs, is refused with its place.
 */
import { CodePointRanges } from '../code-point-ranges.js';
import { withCaseVariants } from './case-variants.js';
import { asciiOnly, type Dialect } from './dialect.js';
import { classEscape, codeEscape, octalEscape } from './escapes.js';
import { parseClass } from './parse-class.js';
import { Reader } from './reader.js';
import type { Assertion, Node, Pattern } from './tree.js';

/** Which flags hold at a place: i, m, s and x. */
type Flags = ReadonlySet<string>;

const ALL = CodePointRanges.ofHex('0-10ffff');
const ANY_BUT_BREAK = CodePointRanges.ofHex('0-9 b-10ffff');
const ESCAPED_ASSERTIONS: Record<string, Assertion> = {
  A: 'textStart',
  Z: 'textEnd',
  b: 'boundary',
  B: 'noBoundary',
};
const QUANTIFIER = /([*+?])|\{(\d+)\}|\{(\d*),(\d*)\}/y;
const FUZZY = /\{[\d\s<=+*,:eids]*[eids][\d\s<=+*,:eids]*\}/y;
const START_FLAGS = /\(\?([a-zA-Z]+)\)/y;
const GROUP_FLAGS = /([imsx]*)(?:-([imsx]+))?:/y;
const NAME = /[A-Za-z_]\w*/y;
/** What may follow `(?` and cannot be translated. */
const REFUSED_GROUPS: [start: RegExp, what: string][] = [
  [/=|!/y, 'lookahead'],
  [/<=|<!/y, 'lookbehind'],
  [/P=/y, 'a reference to a group'],
  [/>/y, 'an atomic group'],
  [/\(/y, 'a condition'],
];

/**
 * Parses a pattern; `flags` are those that the peer compiles it with.
 * @throws PatternError when it is wrong or cannot be translated.
 */
export function parsePattern(source: string, dialect: Dialect, flags: string): Pattern {
  return new Parser(new Reader(source, 'pattern'), dialect, flags).parse();
}

class Parser {
  private groups = 0;
  private readonly names = new Map<string, number>();
  private flags: Flags;

  constructor(
    private readonly reader: Reader,
    private dialect: Dialect,
    flags: string,
  ) {
    this.flags = new Set(flags);
  }

  parse(): Pattern {
    for (let found = this.reader.match(START_FLAGS); found; found = this.reader.match(START_FLAGS)) {
      for (const flag of found[1] ?? '') this.setFlag(flag);
    }
    const root = this.choice();
    if (!this.reader.done) throw this.reader.error('a parenthesis is closed that was not opened');
    return { root, groups: this.groups, names: this.names, word: this.dialect.word };
  }

  private setFlag(flag: string): void {
    if (flag === 'a') this.dialect = asciiOnly(this.dialect);
    else if ('imsx'.includes(flag)) this.flags = new Set([...this.flags, flag]);
    else if (flag !== 'u') throw this.reader.error(`the flag ${flag} is not supported`);
  }

  private choice(): Node {
    const options = [this.sequence()];
    while (this.reader.eat('|')) options.push(this.sequence());
    return options.length === 1 ? (options[0] as Node) : { kind: 'choice', options };
  }

  private sequence(): Node {
    const items: Node[] = [];
    for (this.skipLayout(); !this.reader.done && !/[|)]/.test(this.reader.peek()); this.skipLayout()) {
      const atom = this.atom();
      if (atom) items.push(this.quantified(atom));
    }
    return { kind: 'sequence', items };
  }

  /** Under the flag x, white space and comments mean nothing. */
  private skipLayout(): void {
    if (this.flags.has('x')) this.reader.match(/(?:[ \t\n\r\f\v]|#[^\n]*)*/y);
  }

  private quantified(body: Node): Node {
    this.skipLayout();
    if (this.dialect.name === 'regex' && this.reader.match(FUZZY))
      throw this.reader.error('approximate matching is not supported');
    const start = this.reader.at;
    const found = this.reader.match(QUANTIFIER);
    if (!found) return body;
    const [, sign, exact, least = '', most = ''] = found;
    const min = sign ? (sign === '+' ? 1 : 0) : Number(exact ?? least);
    const max = sign
      ? sign === '?'
        ? 1
        : null
      : exact === undefined && most === ''
        ? null
        : Number(exact ?? most);
    if (max !== null && max < min) throw this.reader.error('the repeat ends before it begins', start);
    if (body.kind === 'assert') throw this.reader.error('there is nothing to repeat', start);
    const lazy = this.reader.eat('?');
    this.skipLayout();
    if (this.reader.eat('+')) throw this.reader.error('a possessive repeat is not supported', start);
    if (this.reader.match(QUANTIFIER)) throw this.reader.error('a repeat is repeated', start);
    return { kind: 'repeat', body, min, max, lazy };
  }

  private atom(): Node | null {
    const start = this.reader.at;
    const character = this.reader.take();
    switch (character) {
      case '(':
        return this.group();
      case '[': {
        const { set, negated } = parseClass(this.reader, this.dialect);
        const cased = this.cased(set);
        return { kind: 'set', set: negated ? cased.complement() : cased };
      }
      case '\\':
        return this.escape();
      case '.':
        return { kind: 'set', set: this.flags.has('s') ? ALL : ANY_BUT_BREAK };
      case '^':
        return { kind: 'assert', what: this.flags.has('m') ? 'lineStart' : 'textStart' };
      case '$':
        return { kind: 'assert', what: this.flags.has('m') ? 'lineEnd' : 'lastLineEnd' };
      case '*':
      case '+':
      case '?':
        throw this.reader.error('there is nothing to repeat', start);
      default:
        return this.literal(character.codePointAt(0) ?? 0);
    }
  }

  private escape(): Node {
    const { reader } = this;
    const start = reader.at - 1;
    const assertion = ESCAPED_ASSERTIONS[reader.peek()];
    if (assertion) {
      reader.take();
      return { kind: 'assert', what: assertion };
    }
    const set = classEscape(reader, this.dialect);
    if (set) return { kind: 'set', set };
    const code = codeEscape(reader) ?? octalEscape(reader);
    if (code !== null) return this.literal(code);
    const escaped = reader.take();
    if (/[0-9]/.test(escaped)) throw reader.error('a reference to a group cannot be translated', start);
    if (escaped === '' || /[A-Za-z]/.test(escaped))
      throw reader.error(`\\${escaped} is not supported`, start);
    return this.literal(escaped.codePointAt(0) ?? 0);
  }

  private literal(code: number): Node {
    return { kind: 'set', set: this.cased(CodePointRanges.of([[code, code]])) };
  }

  private cased(set: CodePointRanges): CodePointRanges {
    return this.flags.has('i') ? withCaseVariants(set, this.dialect) : set;
  }

  /** After the opening parenthesis; null for a comment. */
  private group(): Node | null {
    const { reader } = this;
    const start = reader.at - 1;
    if (!reader.eat('?')) return this.capture(start);
    if (reader.match(/#[^)]*\)/y)) return null;
    for (const [expression, what] of REFUSED_GROUPS) {
      if (reader.match(expression)) throw reader.error(`${what} cannot be translated`, start);
    }
    if (reader.eat('P<') || (this.dialect.name === 'regex' && reader.eat('<'))) return this.named(start);
    const flags = reader.match(GROUP_FLAGS);
    if (!flags) throw reader.error('this kind of group or flag is not supported here', start);
    const outside = this.flags;
    this.flags = new Set([...outside, ...(flags[1] ?? '')].filter((flag) => !flags[2]?.includes(flag)));
    const body = this.closed(start);
    this.flags = outside;
    return body;
  }

  private named(start: number): Node {
    const name = this.reader.match(NAME)?.[0];
    if (name === undefined || !this.reader.eat('>'))
      throw this.reader.error('the name of the group is wrong', start);
    if (this.names.has(name)) throw this.reader.error(`two groups have the name ${name}`, start);
    this.names.set(name, this.groups + 1);
    return this.capture(start);
  }

  private capture(start: number): Node {
    const number = ++this.groups;
    return { kind: 'group', body: this.closed(start), number };
  }

  private closed(start: number): Node {
    const body = this.choice();
    if (!this.reader.eat(')')) throw this.reader.error('the parenthesis is not closed', start);
    return body;
  }
}
