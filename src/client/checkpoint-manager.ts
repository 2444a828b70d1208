/** The checkpoints of a run as the library shows them: listed by their records, loaded only after they were verified. */
import { checkpointSlots } from '../engine/slots.js';
import { JuicerError } from '../model/errors.js';
import { tableCodec } from '../storage/formats/codec.js';
import { checkSlot } from '../storage/records.js';
import { encodeJsonl } from '../table/to-jsonl.js';
import { listCheckpoints, type ListedCheckpoint } from './checkpoint-list.js';
import type { Row } from './dataset.js';
import { partitionOfRun, type OpenedRun } from './opened-run.js';
import { verifyExport, verifyPartition, type Verified } from './verify-run.js';

/** Reads checkpoints from the folder of a run, whether it goes on, has ended, or is known to no server. */
export interface CheckpointManager {
  /**
   * The furthest checkpoint of a partition whose file is there and has the recorded size; null when there is none. Whether its bytes are
   * as they were written, loading it tells.
   * @throws JuicerError E_USAGE for a partition that the run has not, E_CHECKPOINT when the run has no plan that can be read.
   */
  getLatestCheckpoint(partitionId: number): Promise<ListedCheckpoint | null>;
  /** Every checkpoint that has a record, in chain order: of one partition, or of all. Throws as above. */
  listCheckpoints(partitionId?: number): Promise<ListedCheckpoint[]>;
  /**
   * The rows of a checkpoint, as they would be exported; `stats`: with the stats of the filters, as `__dj__stats__`.
   * @throws JuicerError E_CHECKPOINT unless record and file are those that were committed, by fingerprint and sha256.
   */
  loadCheckpoint(
    checkpoint: Pick<ListedCheckpoint, 'partition' | 'index'>,
    options?: { stats?: boolean },
  ): Promise<Row[]>;
  /** Hashes every file of the run, its export too, and says what is not as recorded. Nothing is changed. */
  verify(): Promise<Verified>;
}

/** The manager of a run; its folder is opened anew at each call, so that a run that goes on is seen as it is. */
export function checkpointManager(open: () => Promise<OpenedRun>): CheckpointManager {
  const list = async (id?: number): Promise<ListedCheckpoint[]> => {
    const run = await open();
    return listCheckpoints(run, id === undefined ? run.mapping.partitions : [partitionOfRun(run, id)]);
  };
  return {
    listCheckpoints: list,
    getLatestCheckpoint: async (id) => (await list(id)).findLast((c) => c.state === 'recorded') ?? null,
    loadCheckpoint: async (checkpoint, options = {}) =>
      loadRows(await open(), checkpoint, options.stats ?? false),
    verify: async () => verifyRun(await open()),
  };
}

async function loadRows(
  run: OpenedRun,
  { partition: id, index }: Pick<ListedCheckpoint, 'partition' | 'index'>,
  keepStats: boolean,
): Promise<Row[]> {
  const slot = checkpointSlots(run.plan, partitionOfRun(run, id)).find((s) => s.index === index);
  if (!slot) throw new JuicerError('E_USAGE', `run ${run.runId} makes no checkpoint after op ${index}`);
  const found = checkSlot(run.store, slot);
  if (typeof found === 'string')
    throw new JuicerError('E_CHECKPOINT', `checkpoint ${slot.file} cannot be used: ${found}`, {
      hint: 'juicer checkpoints RUN verify lists all that is damaged; a run that is not finished makes it again',
    });
  const table = await tableCodec(found.record).decode(found.bytes);
  const options = { textKey: run.plan.reader.text_key, keepStats };
  return table.batches.flatMap((batch) => rowsIn(encodeJsonl(batch, table.layouts, options)));
}

/** Only a line feed ends a row; the last one has one too. */
function rowsIn(jsonl: Uint8Array): Row[] {
  const lines = Buffer.from(jsonl).toString().split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Row);
}

async function verifyRun(run: OpenedRun): Promise<Verified> {
  const found = [...run.mapping.partitions.map((p) => verifyPartition(run, p)), await verifyExport(run)];
  return {
    checked: found.reduce((sum, { checked }) => sum + checked, 0),
    bad: found.flatMap(({ bad }) => bad),
  };
}
