/** Turns YAML nodes into plain values, noting where each key stands and refusing what a recipe must not hold. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type LineCounter,
  type Node,
} from 'yaml';
import { LIMITS } from './compose.js';
import { problemAt, type Place, type RecipeProblem } from './problem.js';

/** Keys and indices from the top of the recipe. */
export type Path = readonly (string | number)[];

/** Names that would reach into JavaScript's own objects. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** A plain value with the place of everything in it: of a map's entry its key, of a list's item the item. */
export interface Tree {
  value: unknown;
  places: Map<string, Place>;
}

/** How a path is written as key of {@link Tree.places}. */
export function placeKey(path: Path): string {
  return JSON.stringify(path);
}

interface Walk {
  document: Document.Parsed;
  lines: LineCounter;
  file: string;
  places: Map<string, Place>;
  problems: RecipeProblem[];
  aliases: number;
  nodes: number;
  /** Set when a limit is passed, so that nothing more is read. */
  ended: boolean;
}

/** The document's value. Problems go to `problems`; what is refused is left out of the value. */
export function plainTree(
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
  problems: RecipeProblem[],
): Tree {
  const walk: Walk = {
    document,
    lines,
    file,
    problems,
    places: new Map(),
    aliases: 0,
    nodes: 0,
    ended: false,
  };
  walk.places.set(placeKey([]), { file, line: 1, column: 1 });
  return { value: plain(walk, document.contents, []), places: walk.places };
}

/** 1-based line and column of an offset. */
export function placeOf(lines: LineCounter, file: string, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { file, line, column: col };
}

function plain(walk: Walk, node: unknown, path: Path): unknown {
  if (walk.ended || !isNode(node)) return null;
  if (++walk.nodes > LIMITS.nodes) return end(walk, node, `recipe has more than ${LIMITS.nodes} values`);
  if (path.length > LIMITS.depth)
    return end(walk, node, `recipe is nested more than ${LIMITS.depth} levels deep`);
  if (isAlias(node)) return aliased(walk, node, path);
  if (node.tag) {
    const hint = 'write the value without the tag';
    walk.problems.push(
      problemAt(placeOfNode(walk, node), {
        message: `tag ${node.tag} is not allowed`,
        key: path.join('.'),
        hint,
      }),
    );
    return null;
  }
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map((item, i) => plainItem(walk, item, [...path, i]));
  return isMap(node) ? plainMap(walk, node.items, path) : null;
}

function aliased(walk: Walk, node: Alias, path: Path): unknown {
  if (++walk.aliases > LIMITS.aliases)
    return end(walk, node, `recipe has more than ${LIMITS.aliases} aliases`);
  const target = node.resolve(walk.document);
  if (target) return plain(walk, target, path);
  walk.problems.push(
    problemAt(placeOfNode(walk, node), { message: `alias *${node.source} names no anchor` }),
  );
  return null;
}

function plainItem(walk: Walk, item: unknown, path: Path): unknown {
  if (isNode(item)) walk.places.set(placeKey(path), placeOfNode(walk, item));
  return plain(walk, item, path);
}

function plainMap(
  walk: Walk,
  items: readonly { key: unknown; value: unknown }[],
  path: Path,
): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (const { key, value } of items) {
    if (walk.ended) break;
    const name = isScalar(key) ? key.value : undefined;
    const place = isNode(key) ? placeOfNode(walk, key) : { file: walk.file, line: null, column: null };
    const refusal = keyRefusal(name, map);
    if (refusal === null && typeof name === 'string') {
      walk.places.set(placeKey([...path, name]), place);
      map[name] = plain(walk, value, [...path, name]);
    } else {
      walk.problems.push(
        problemAt(place, { message: refusal ?? '', key: [...path, String(name)].join('.') }),
      );
    }
  }
  return map;
}

function keyRefusal(name: unknown, map: Record<string, unknown>): string | null {
  if (typeof name !== 'string') return 'a key must be text';
  if (FORBIDDEN_KEYS.has(name)) return `key "${name}" is not allowed`;
  return Object.hasOwn(map, name) ? `key "${name}" stands here twice` : null;
}

function end(walk: Walk, node: Node, message: string): null {
  walk.ended = true;
  walk.problems.push(problemAt(placeOfNode(walk, node), { message }));
  return null;
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value);
}

function placeOfNode(walk: Walk, node: Node): Place {
  return placeOf(walk.lines, walk.file, node.range?.[0] ?? 0);
}
