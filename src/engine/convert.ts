/** Writes the result of a partition where that has another form than its last checkpoint. */
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError } from '../model/errors.js';
import { tableCodec } from '../storage/formats/codec.js';
import { sha256 } from '../storage/json-file.js';
import { checkSlot } from '../storage/records.js';
import type { Store } from '../storage/store.js';
import { tableRows } from '../table/column.js';
import type { ConvertJob } from './job.js';
import { checkpointSlots } from './slots.js';

/**
 * Runs a convert job. Equal rows give equal bytes, so that another attempt writes the same file.
 * @throws JuicerError E_CHECKPOINT when the last checkpoint is not as it was committed, E_LIMIT when the form of results
 *   cannot hold a value.
 */
export async function convert(
  job: ConvertJob,
  store: Store,
  onRows: (done: number) => void,
): Promise<FileRef> {
  const { plan, partition, target } = job;
  const last = checkpointSlots(plan, partition).at(-1);
  const found = last ? checkSlot(store, last) : 'absent';
  if (typeof found === 'string')
    throw new JuicerError('E_CHECKPOINT', `${last?.file} cannot be used: ${found}`, {
      hint: 'resume the run: it is made again from the last good checkpoint',
    });
  const table = await tableCodec(found.record).decode(found.bytes);
  onRows(tableRows(table));
  const bytes = await tableCodec(plan.storage).encode(table);
  store.commit(target, bytes, { mode: 'replace' });
  return { path: target, sha256: sha256(bytes), bytes: bytes.length };
}
