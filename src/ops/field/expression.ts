/** Conditions on the fields of a row, in a part of Python's syntax: constants, names, comparisons, and, or, not. */
import {
  comparison,
  member,
  memberSet,
  signed,
  type Evaluate,
  type Link,
  type Operator,
} from './expression-steps.js';
import { ExpressionError, tokensOf, type Token } from './expression-tokens.js';
import { isTrue, Tuple } from './values.js';

const MAX_DEPTH = 200;
const STATS = '__dj__stats__';
const CONSTANTS = new Map<string, unknown>([
  ['None', null],
  ['True', true],
  ['False', false],
]);
const KEYWORDS = new Set(
  `and as assert async await break class continue def del elif else except finally for from global if import in is lambda
  nonlocal not or pass raise return try while with yield None True False`.split(/\s+/),
);
const COMPARISONS = new Set<string>(['<', '<=', '>', '>=', '==', '!=', 'in']);
/** What is meant by a sign where none can stand. */
const FOLLOWING: Record<string, string> = {
  '(': 'calls are not supported',
  '[': 'square brackets after a value are not supported; write a.b for a field within a field',
  '+': 'arithmetic is not supported',
  '-': 'arithmetic is not supported',
};

/**
 * Makes a condition ready to be asked of rows. What it gives throws a JuicerError for a row whose values it cannot compare.
 * @throws ExpressionError where the condition is not as it must be.
 */
export function compileExpression(source: string): Evaluate {
  return new Parser(source).whole();
}

/** What is wrong with a condition and where; null when nothing is. */
export function expressionProblem(source: string): string | null {
  try {
    compileExpression(source);
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
}

class Parser {
  private readonly tokens: Token[];
  private next = 0;
  private depth = 0;

  constructor(private readonly source: string) {
    this.tokens = tokensOf(source);
  }

  whole(): Evaluate {
    const value = this.either();
    if (this.token.kind === 'end') return value;
    const problem = FOLLOWING[this.token.text] ?? this.unexpected('an operator or the end');
    throw this.error(problem);
  }

  private either(): Evaluate {
    const parts = this.joined('or', () => this.all());
    return parts.length === 1 ? (parts[0] as Evaluate) : (row) => parts.some((part) => isTrue(part(row)));
  }

  private all(): Evaluate {
    const parts = this.joined('and', () => this.inverse());
    return parts.length === 1 ? (parts[0] as Evaluate) : (row) => parts.every((part) => isTrue(part(row)));
  }

  private joined(word: string, part: () => Evaluate): Evaluate[] {
    const parts = [part()];
    while (this.take(word)) parts.push(part());
    return parts;
  }

  private inverse(): Evaluate {
    if (!this.take('not')) return this.comparisons();
    const value = this.deeper(() => this.inverse());
    return (row) => !isTrue(value(row));
  }

  private comparisons(): Evaluate {
    const first = this.signedValue();
    const links: Link[] = [];
    for (;;) {
      const { at } = this.token;
      const operator = this.operator();
      if (operator === null) break;
      links.push({ operator, at, right: this.signedValue() });
    }
    return links.length === 0 ? first : comparison(this.source, first, links);
  }

  private operator(): Operator | null {
    if (this.token.text === 'not' && this.tokens[this.next + 1]?.text === 'in') {
      this.next += 2;
      return 'not in';
    }
    if (!COMPARISONS.has(this.token.text)) return null;
    return this.step().text as Operator;
  }

  private signedValue(): Evaluate {
    const { text, at } = this.token;
    if (text !== '+' && text !== '-') return this.withinFields();
    this.step();
    const value = this.deeper(() => this.signedValue());
    return signed(value, text, { source: this.source, at });
  }

  private withinFields(): Evaluate {
    let value = this.value();
    while (this.take('.')) value = member(value, this.name());
    return value;
  }

  private value(): Evaluate {
    const { kind, text, at } = this.token;
    if (kind === 'constant') return this.constant();
    if (CONSTANTS.has(text)) {
      const constant = CONSTANTS.get(this.step().text);
      return () => constant;
    }
    if (kind === 'name') {
      const name = this.name();
      if (name !== STATS) return (row) => row.field(name) ?? null;
      throw new ExpressionError(this.source, at, `conditions on stats (${STATS}) are not supported`);
    }
    if (this.take('(')) return this.deeper(() => this.parenthesis());
    if (this.take('[')) {
      const { items } = this.deeper(() => this.items(']'));
      return (row) => items.map((item) => item(row));
    }
    if (this.take('{')) {
      const { items } = this.deeper(() => this.items('}'));
      if (items.length > 0) return memberSet(items, { source: this.source, at });
      throw new ExpressionError(this.source, at, 'mappings are not supported');
    }
    throw this.error(this.unexpected('a value'));
  }

  /** A number, or texts one after another, which are one. */
  private constant(): Evaluate {
    let { value } = this.step();
    while (typeof value === 'string' && typeof this.token.value === 'string')
      value += this.step().value as string;
    return () => value;
  }

  private parenthesis(): Evaluate {
    const { items, commas } = this.items(')');
    const [first] = items;
    if (first && commas === 0) return first;
    return (row) => new Tuple(items.map((item) => item(row)));
  }

  private items(close: string): { items: Evaluate[]; commas: number } {
    const items: Evaluate[] = [];
    let commas = 0;
    while (!this.take(close)) {
      if (commas < items.length)
        throw this.error(FOLLOWING[this.token.text] ?? this.unexpected(`, or ${close}`));
      items.push(this.either());
      if (this.take(',')) commas++;
    }
    return { items, commas };
  }

  private name(): string {
    const { kind, text } = this.token;
    if (kind !== 'name') throw this.error(this.unexpected('a name'));
    if (KEYWORDS.has(text)) throw this.error(`${text} is not supported here`);
    return this.step().text.normalize('NFKC');
  }

  private deeper<T>(read: () => T): T {
    if (++this.depth > MAX_DEPTH) throw this.error('this is nested too deeply');
    const value = read();
    this.depth--;
    return value;
  }

  private get token(): Token {
    return this.tokens[this.next] as Token;
  }

  private step(): Token {
    return this.tokens[this.next++] as Token;
  }

  private take(text: string): boolean {
    if (this.token.text !== text) return false;
    this.next++;
    return true;
  }

  private unexpected(wanted: string): string {
    const { kind, text } = this.token;
    return `expected ${wanted}, found ${kind === 'end' ? 'the end' : text.slice(0, 40)}`;
  }

  private error(problem: string): ExpressionError {
    return new ExpressionError(this.source, this.token.at, problem);
  }
}
