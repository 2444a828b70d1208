/** Where Python and the engine differ: after an empty match Python tries for a longer one at the same place. */
import { children, descendants, PatternError, type Node } from './tree.js';

/** @throws PatternError when a pattern prefers to match nothing where it could match something. */
export function refuseEmptyFirst(root: Node): void {
  if (emptyFirst(root))
    throw new PatternError('a pattern that prefers to match nothing cannot be translated');
  for (const node of descendants(root)) {
    if (node.kind !== 'repeat' || node.max === 1 || !nullable(node.body)) continue;
    const captures = [...descendants(node.body)].some(({ kind }) => kind === 'group');
    if (captures || emptyFirst(node.body))
      throw new PatternError('a repeat of what can match nothing cannot be translated');
  }
}

function nullable(node: Node): boolean {
  switch (node.kind) {
    case 'set':
      return false;
    case 'choice':
      return node.options.some(nullable);
    case 'repeat':
      return node.min === 0 || nullable(node.body);
    case 'sequence':
    case 'group':
      return children(node).every(nullable);
    case 'assert':
      return true;
  }
}

/** Whether a node can match nothing, and would rather do so than something. */
function emptyFirst(node: Node): boolean {
  if (!nullable(node)) return false;
  if (node.kind === 'repeat' && node.lazy && node.max !== 0) return true;
  if (node.kind === 'choice' && node.options.slice(0, -1).some(nullable)) return true;
  return children(node).some(emptyFirst);
}
