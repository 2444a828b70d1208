/** `juicer checkpoints RUN list`. */
import { listCheckpoints } from '../../client/checkpoint-list.js';
import { EXIT } from '../../model/errors.js';
import { partitionsFlag, type Action } from '../action.js';
import { size, textTable } from '../text-table.js';

/** Lists the checkpoints by their records; no file is read. */
export const listAction: Action = {
  name: 'list',
  flags: ['partition'],
  run(scene) {
    const { run, out } = scene;
    const found = listCheckpoints(run, partitionsFlag(scene));
    const table = textTable(
      ['partition', 'op', 'name', 'rows', 'size', 'format', 'compression', 'made', 'state'],
      found.map((c) => [
        c.partition,
        c.index,
        c.name,
        c.rows,
        c.bytes === null ? null : size(c.bytes),
        c.format,
        c.compression,
        c.created_at,
        c.state,
      ]),
    );
    if (out.form === 'jsonl') for (const checkpoint of found) out.data('', checkpoint);
    else out.data(table, { schemaVersion: 1, run_id: run.runId, dir: run.dir, checkpoints: found });
    return Promise.resolve(EXIT.done);
  },
};
