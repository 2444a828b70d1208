/** Where the rows that are shown come from, when it is not a checkpoint. */
import type { TableAt } from '../../engine/standing.js';
import type { Output } from '../output.js';

/** Tells on stderr that rows were worked out, and from what. */
export function tellOrigin({ start }: TableAt, op: number, out: Output): void {
  if (start === op) return;
  const place = op === -1 ? 'the partition' : `op ${op}`;
  const from =
    start === 'input' ? 'the input' : start === -1 ? 'the rows as read' : `the checkpoint of op ${start}`;
  out.note(`${place} has no valid checkpoint: its rows were worked out from ${from}`);
}
