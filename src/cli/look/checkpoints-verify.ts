/** `juicer checkpoints RUN verify`. */
import { verifyExport, verifyPartition } from '../../client/verify-run.js';
import { EXIT } from '../../model/errors.js';
import { partitionsFlag, type Action } from '../action.js';
import { printable } from '../printable.js';

/** Hashes every file and holds it against its record; exit 1 when any is bad. */
export const verifyAction: Action = {
  name: 'verify',
  flags: ['partition'],
  async run(scene) {
    const { run, args, out } = scene;
    let checked = 0;
    const bad = [];
    for (const partition of partitionsFlag(scene)) {
      out.progress(`verifying partition ${partition.id}`);
      const found = verifyPartition(run, partition);
      checked += found.checked;
      bad.push(...found.bad);
    }
    if (args.text('partition') === undefined) {
      const found = await verifyExport(run);
      checked += found.checked;
      bad.push(...found.bad);
    }
    if (out.form === 'jsonl') for (const file of bad) out.data('', file);
    else {
      const lines = bad.map((file) => `${printable(file.path)}: ${file.problem}`);
      out.data(lines.join('\n'), { schemaVersion: 1, run_id: run.runId, dir: run.dir, checked, bad });
    }
    out.note(
      bad.length === 0
        ? `${checked} files verified: all are as their records say`
        : `${checked} files verified, ${bad.length} bad; a run that is not finished makes them again`,
    );
    return bad.length === 0 ? EXIT.done : EXIT.failed;
  },
};
