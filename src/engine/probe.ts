/** Times the ops of a plan on its first rows, for the strategy `auto`: which of them cost more than a checkpoint? */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import type { ChainCost, Partition, Plan } from '../model/plan.js';
import { tableCodec } from '../storage/formats/codec.js';
import { localStore } from '../storage/local-store.js';
import { tableRows, type Table } from '../table/column.js';
import { parseJsonl } from '../table/from-jsonl.js';
import type { ProbeJob } from './job.js';
import { preparedOp } from './prepared.js';
import { runOp } from './run-op.js';
import type { OnOpRows } from './run-ops.js';

const SAMPLE = { bytes: 2 ** 20, rows: 2000 } as const;

/** The first run of everything is slower: code is compiled, models and the codec are loaded. */
const ROUNDS = 2;

const LF = 0x0a;

/**
 * What ops and codec take for the first rows of a partition. Nothing is written.
 * @throws JuicerError as the ops do when they are made ready; E_IO when the input cannot be read.
 */
export async function probe(job: ProbeJob, onRows: OnOpRows): Promise<ChainCost> {
  const { plan, partition } = job;
  const bytes = sampleOf(partition);
  const { table } = parseJsonl(bytes, {
    textKey: plan.reader.text_key,
    rowStart: partition.sources[0]?.row_start ?? 0,
    fileStart: partition.sources[0]?.byte_start === 0,
  });
  const mib = bytes.length / 2 ** 20;
  let ops: number[] = plan.ops.map(() => Infinity);
  let codec = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
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
  const codec = tableCodec(storage.engine);
  const started = performance.now();
  await codec.decode(await codec.encode(table, { compression: storage.compression }));
  return (performance.now() - started) / 1000;
}

/** Whole lines from the start of a partition, within the limits; the first line always, however long it is. */
function sampleOf({ sources: [source] }: Partition): Uint8Array {
  if (!source) throw new JuicerError('E_INTERNAL', 'a partition has no source');
  const { file, byte_start: start, byte_end: end } = source;
  const read = (bytes: number): Uint8Array =>
    localStore(path.dirname(file)).read(path.basename(file), { start, end: Math.min(end, start + bytes) });
  const head = read(SAMPLE.bytes);
  const whole = endOfLines(head, head.length === end - start);
  return whole === 0 ? read(end - start) : head.subarray(0, whole);
}

/** Where the last whole line within the limit of rows ends; `complete`: the last line may lack its LF. */
function endOfLines(bytes: Uint8Array, complete: boolean): number {
  let end = 0;
  for (let rows = 0; rows < SAMPLE.rows; rows++) {
    const at = bytes.indexOf(LF, end);
    if (at === -1) return complete ? bytes.length : end;
    end = at + 1;
  }
  return end;
}
