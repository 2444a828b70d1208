/** Reads back the rows that were quarantined. */
import type { QuarantineLine } from '../model/checkpoint.js';
import { readRecord } from '../storage/records.js';
import { checkpointSlots } from './slots.js';
import { partitionRecord, type LookedAt } from './standing.js';

/**
 * The quarantined rows of a partition: when it is done those in its own file, before that those beside its checkpoints.
 * Lines that cannot be read are left out.
 */
export function quarantinedRows(looked: LookedAt): QuarantineLine[] {
  const { store } = looked;
  return quarantineFiles(looked)
    .filter((file) => store.size(file) !== null)
    .flatMap((file) => Buffer.from(store.read(file)).toString().split('\n'))
    .flatMap((line) => quarantineLine(line) ?? []);
}

function quarantineFiles({ store, plan, partition }: LookedAt): string[] {
  const ended = partitionRecord(store, partition.id);
  const records =
    ended?.status === 'done'
      ? [ended]
      : checkpointSlots(plan, partition).flatMap((slot) => readRecord(store, slot) ?? []);
  return records.flatMap(({ quarantine }) => quarantine?.path ?? []);
}

/** A line of a quarantine file; null when it cannot be read, as the nothing after the last line feed. */
export function quarantineLine(line: string): QuarantineLine | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as QuarantineLine;
  } catch {
    // Said above; juicer checkpoints verify tells that the file is damaged.
    return null;
  }
}

/** File and line of a row. */
export function placeOf({ source }: QuarantineLine): string | null {
  return source ? `${source.file}:${source.line}` : null;
}

/** The row as it stood; bytes that are no UTF-8 as base64. */
export function rowText(line: QuarantineLine): string {
  return line.raw ?? `base64 ${line.raw_base64 ?? ''}`;
}
