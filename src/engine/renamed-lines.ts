/** Quarantined rows that were taken over from another run. */
import type { QuarantineLine } from '../model/checkpoint.js';
import type { Partition } from '../model/plan.js';
import { locateRows } from '../input/locate.js';

/** Lines under a run's own name, each row at its place in that run's input: it may have moved, or be in another file. */
export function renamedLines(
  bytes: Uint8Array,
  { runId, partition }: { runId: string; partition: Partition },
): Uint8Array {
  if (bytes.length === 0) return bytes;
  const text = Buffer.from(bytes).toString().trimEnd();
  const lines = text.split('\n').map((line) => JSON.parse(line) as QuarantineLine);
  const rows = lines.map((line) => line.row);
  const places = locateRows(partition.sources, rows);
  const renamed = lines.map((line) => ({ ...line, run_id: runId, source: places.get(line.row) ?? null }));
  return Buffer.from(renamed.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
