/** Times the ops of a plan on its first rows, for the strategy `auto`: which of them cost more than a checkpoint? */
import { sourceRows } from '../input/source-rows.js';
import type { ChainCost, Plan } from '../model/plan.js';
import { tableCodec } from '../storage/formats/codec.js';
import { tableRows, type Table } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import type { ProbeJob } from './job.js';
import { preparedOp } from './prepared.js';
import { runOp } from './run-op.js';
import type { OnOpRows } from './run-ops.js';
import { withEndings } from './source-ending.js';

const SAMPLE = { bytes: 2 ** 20, rows: 2000 } as const;

/** The first rounds are slower, up to four times: code is compiled, models and the codec are loaded. The fastest counts. */
const ROUNDS = { least: 2, most: 8, seconds: 1 } as const;

const LF = 0x0a;

/**
 * What ops and codec take for the first rows of a partition. Nothing is written.
 * @throws JuicerError as the ops do when they are made ready; E_IO when the input cannot be read.
 */
export async function probe({ plan, partition }: ProbeJob, onRows: OnOpRows): Promise<ChainCost> {
  const source = await sourceRows(partition, { contents: null, textKey: plan.reader.text_key });
  return chainCost(plan, source, onRows);
}

/** The same for lines of JSON. */
export async function chainCost(
  plan: Plan,
  source: { bytes: Uint8Array; rowStart: number },
  onRows: OnOpRows,
): Promise<ChainCost> {
  const bytes = headOf(source.bytes);
  const parsed = parseJsonl(bytes, { textKey: plan.reader.text_key, rowStart: source.rowStart });
  const table = withEndings(parsed.table, { sources: [] }, plan.reader.add_suffix);
  const mib = bytes.length / 2 ** 20;
  let ops: number[] = plan.ops.map(() => Infinity);
  let codec = Infinity;
  const started = performance.now();
  const goesOn = (round: number): boolean =>
    round < ROUNDS.least || (round < ROUNDS.most && performance.now() - started < ROUNDS.seconds * 1000);
  for (let round = 0; goesOn(round); round++) {
    const taken = chainSeconds(plan, table, onRows);
    ops = ops.map((least, k) => Math.min(least, taken[k] ?? least));
    codec = Math.min(codec, await codecSeconds(plan, table));
  }
  const rows = tableRows(table);
  return { sample: { rows, bytes: bytes.length }, ops: ops.map((s) => s / mib), codec: codec / mib };
}

/** Rows go through the chain as in a run: what a filter drops costs the ops after it nothing. */
function chainSeconds(plan: Plan, sample: Table, onRows: OnOpRows): number[] {
  let table = sample;
  return plan.ops.map((op) => {
    const prepared = preparedOp(op);
    const onDone = (done: number): void => onRows(done, op.index);
    const started = performance.now();
    const context = { textKey: plan.reader.text_key, batchSize: plan.batch_size, onRows: onDone };
    ({ table } = runOp(table, prepared, context));
    return (performance.now() - started) / 1000;
  });
}

/** A checkpoint is written by one activity and read by the next. */
async function codecSeconds({ storage }: Plan, table: Table): Promise<number> {
  const codec = tableCodec(storage.checkpoints ?? storage);
  const started = performance.now();
  await codec.decode(await codec.encode(table));
  return (performance.now() - started) / 1000;
}

/** Whole lines from the start, within the limits; the first line always, however long it is. */
function headOf(bytes: Uint8Array): Uint8Array {
  let end = 0;
  for (let rows = 0; rows < SAMPLE.rows; rows++) {
    const next = bytes.indexOf(LF, end) + 1 || bytes.length;
    if (end > 0 && next > SAMPLE.bytes) break;
    end = next;
  }
  return bytes.subarray(0, end);
}
