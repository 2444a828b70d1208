/** A Python pattern as a tree, with every character class resolved to a set of code points. */
import type { CodePointRanges } from '../code-point-ranges.js';

/** What an assertion asks of the place where it stands. */
export type Assertion =
  'textStart' | 'textEnd' | 'lastLineEnd' | 'lineStart' | 'lineEnd' | 'boundary' | 'noBoundary';

/** A node of the tree. */
export type Node =
  | { kind: 'set'; set: CodePointRanges }
  | { kind: 'sequence'; items: Node[] }
  | { kind: 'choice'; options: Node[] }
  | { kind: 'repeat'; body: Node; min: number; max: number | null; lazy: boolean }
  | { kind: 'group'; body: Node; number: number }
  | { kind: 'assert'; what: Assertion };

/** A parsed pattern. */
export interface Pattern {
  root: Node;
  groups: number;
  /** Number of each named group. */
  names: ReadonlyMap<string, number>;
  /** What `\b` takes for a character of a word. */
  word: CodePointRanges;
}

/** Why a pattern or a replacement cannot be used: it is wrong, or it needs what a linear-time engine cannot do. */
export class PatternError extends Error {
  override name = 'PatternError';

  constructor(
    message: string,
    readonly part: 'pattern' | 'replacement' = 'pattern',
  ) {
    super(message);
  }
}

/** The children of a node. */
export function children(node: Node): Node[] {
  switch (node.kind) {
    case 'sequence':
      return node.items;
    case 'choice':
      return node.options;
    case 'repeat':
    case 'group':
      return [node.body];
    case 'set':
    case 'assert':
      return [];
  }
}

/** The node and all below it. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* descendants(child);
}
