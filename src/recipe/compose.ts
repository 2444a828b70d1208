/** Turns recipe text into a YAML document without letting a hostile text exhaust time or stack. */
import { Composer, Lexer, Parser, type CST, type Document, type LineCounter } from 'yaml';

/** Limits on a recipe: no honest one comes near them. */
export const LIMITS = { bytes: 1_000_000, depth: 64, tokens: 200_000, aliases: 100, nodes: 200_000 } as const;

/** Why reading was given up (reads on from "recipe …"), and at which offset of the text. */
export interface GivenUp {
  refused: string;
  offset: number;
}

/** The document, null for an empty text. */
export interface Composed {
  document: Document.Parsed | null;
}

/**
 * Reads one YAML 1.2 document of the core schema and notes in `lines` where its lines begin. Duplicate keys are left to
 * the caller: the composer looks for them in quadratic time.
 */
export function compose(text: string, lines: LineCounter): Composed | GivenUp {
  const tokens = readTokens(text, lines);
  if (!Array.isArray(tokens)) return tokens;
  const composer = new Composer({
    version: '1.2',
    schema: 'core',
    merge: false,
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  const [document] = composer.compose(tokens, false, text.length);
  return { document: document ?? null };
}

/**
 * Depth and number of tokens are checked while lexing, before anything recursive sees the text: the composer's own
 * recursion can end the process.
 */
function readTokens(text: string, lines: LineCounter): CST.Token[] | GivenUp {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (++count > LIMITS.tokens)
      return { refused: `has more than ${LIMITS.tokens} parts`, offset: parser.offset };
    if (nesting(parser) > LIMITS.depth) {
      return { refused: `is nested more than ${LIMITS.depth} levels deep`, offset: parser.offset };
    }
  }
  tokens.push(...parser.end());
  const [, second] = tokens.filter((token) => token.type === 'document');
  return second ? { refused: 'has more than one document', offset: second.offset } : tokens;
}

/** The parser's stack holds the document, then the open collections, then the scalar at hand. */
function nesting(parser: Parser): number {
  return parser.stack.length - 2;
}
