/** Quarantined rows that were taken over from another run. */
import type { QuarantineLine } from '../model/checkpoint.js';
import type { Partition } from '../model/plan.js';
import { locateRows } from '../input/locate.js';
import type { SourceOptions } from '../input/source-rows.js';

/** Lines under a run's own name, each row at its place in that run's input: it may have moved, or be in another file. */
export async function renamedLines(
  bytes: Uint8Array,
  { runId, partition, ...source }: { runId: string; partition: Partition } & SourceOptions,
): Promise<Uint8Array> {
  if (bytes.length === 0) return bytes;
  const text = Buffer.from(bytes).toString().trimEnd();
  const lines = text.split('\n').map((line) => JSON.parse(line) as QuarantineLine);
  const rows = lines.map((line) => line.row);
  const places = await locateRows(partition, rows, source);
  const renamed = lines.map((line) => ({ ...line, run_id: runId, source: places.get(line.row) ?? null }));
  return Buffer.from(renamed.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
