/** The first quarantined rows of a run, cut to a length that a page can show. */
import { placeOf, quarantineLine, rowText } from '../../engine/quarantined.js';
import type { Plan } from '../../model/plan.js';
import { checkpointFile, partitionFile, quarantineFile } from '../../storage/layout.js';
import type { Store } from '../../storage/store.js';
import type { QuarantinedRow } from './value.js';

const MAX_ROWS = 50;
const MAX_TEXT = 300;
/** Of a file no more is read: fifty rows may be far larger than what is shown of them. */
const MAX_BYTES = 4 * 2 ** 20;

/** What is read, and whether rows are quoted. */
export interface QuarantineSources {
  store: Store;
  plan: Plan | null;
  partitions: Iterable<number>;
  quote: boolean;
}

/** Up to fifty rows, in the order of partitions and ops. Lines that cannot be read are left out. */
export function quarantinedRows({ store, plan, partitions, quote }: QuarantineSources): QuarantinedRow[] {
  const rows: QuarantinedRow[] = [];
  for (const partition of partitions) {
    for (const file of filesOf(store, plan, partition)) {
      rows.push(...linesOf(store, file, quote).slice(0, MAX_ROWS - rows.length));
      if (rows.length >= MAX_ROWS) return rows;
    }
  }
  return rows;
}

/** The partition's own file when it is done; before that those beside its checkpoints. */
function filesOf(store: Store, plan: Plan | null, partition: number): string[] {
  const own = quarantineFile(partition);
  if (store.size(own) !== null) return [own];
  const stems = (plan?.segments ?? []).map(({ to }) =>
    checkpointFile(partition, to, plan?.ops[to]?.name ?? ''),
  );
  return [partitionFile(partition), ...stems]
    .map((stem) => `${stem}.quarantine.jsonl`)
    .filter((file) => store.size(file) !== null);
}

function linesOf(store: Store, file: string, quote: boolean): QuarantinedRow[] {
  const size = store.size(file) ?? 0;
  const bytes = store.read(file, { start: 0, end: Math.min(size, MAX_BYTES) });
  const lines = Buffer.from(bytes).toString().split('\n').slice(0, MAX_ROWS);
  return lines.flatMap((line) => shown(line, quote) ?? []);
}

function shown(line: string, quote: boolean): QuarantinedRow | null {
  const read = quarantineLine(line);
  if (!read) return null;
  const { partition, row, op, reason, error } = read;
  const quoted = quote ? { error: cut(error), text: cut(rowText(read)) } : null;
  return { partition, row, place: placeOf(read), op, reason, quoted };
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
