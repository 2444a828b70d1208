/** `juicer checkpoints RUN export`. */
import path from 'node:path';
import { tableAfter } from '../../engine/standing.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { fromUrl } from '../../model/object-path.js';
import { lookAt } from '../../storage/files.js';
import { storeAt } from '../../storage/store-at.js';
import { tableRows } from '../../table/column.js';
import { encodeJsonl } from '../../table/to-jsonl.js';
import { opFlag, partitionFlag, type Action, type Scene } from '../action.js';
import { tellOrigin } from './origin.js';

/** Writes the rows of one checkpoint as JSON lines. */
export const exportAction: Action = {
  name: 'export',
  flags: ['partition', 'op', 'to', 'stats', 'yes'],
  async run(scene) {
    const { run, args, out } = scene;
    const to = args.text('to');
    if (to === undefined)
      throw new JuicerError('E_USAGE', '--to is missing', { hint: 'name the .jsonl file to write' });
    const target = path.resolve(fromUrl(to));
    const mode = args.on('yes') ? 'replace' : 'if-absent';
    checkTarget(target, mode, scene);
    const partition = partitionFlag(scene);
    const op = opFlag(scene, 'op', run.plan.ops.length - 1);
    const found = await tableAfter({ ...run, partition }, op);
    tellOrigin(found, op, out);
    const options = { textKey: run.plan.reader.text_key, keepStats: args.on('stats') };
    const bytes = encodeJsonl(found.table, found.table.layouts, options);
    const outcome = storeAt(path.dirname(target)).commit(path.basename(target), bytes, { mode });
    if (outcome === 'exists') throw stands(target);
    const rows = tableRows(found.table);
    const value = { partition: partition.id, op, rows, bytes: bytes.length, path: target };
    out.data(`${rows} rows to ${target}`, { schemaVersion: 1, run_id: run.runId, ...value });
    return EXIT.done;
  },
};

function checkTarget(target: string, mode: 'replace' | 'if-absent', { run }: Scene): void {
  if (target.startsWith(run.dir + path.sep) || run.mapping.inputs.some((input) => input.file === target))
    throw new JuicerError('E_USAGE', `--to: ${target} belongs to the run`, { hint: 'name another file' });
  const stat = lookAt(target);
  if (stat?.isDirectory()) throw new JuicerError('E_USAGE', `--to: ${target} is a folder`);
  if (stat && mode === 'if-absent') throw stands(target);
}

function stands(target: string): JuicerError {
  return new JuicerError('E_REFUSED', `--to: ${target} is there already`, { hint: '--yes replaces it' });
}
