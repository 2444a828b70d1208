/** `juicer checkpoints RUN gc`. */
import { findGarbage, removeGarbage } from '../../client/garbage.js';
import { endOf, hasEnded, isKnownHere, isOpen, sessionToAsk } from '../../client/run-life.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import type { Action, Scene } from '../action.js';
import { printable } from '../printable.js';
import { size } from '../text-table.js';
import { sourcesFor } from './folder.js';

/** Shows what no record names and, with `--yes`, removes it; never of a run that is open. */
export const gcAction: Action = {
  name: 'gc',
  flags: ['set-aside', 'yes'],
  async run(scene) {
    const { run, args, out } = scene;
    // Held until the end: while we are connected, nobody else can end the server that we asked.
    const sources = sourcesFor(args, out);
    const session = await sessionToAsk(sources, false);
    try {
      if (await isOpen(session, run.runId)) {
        throw new JuicerError('E_REFUSED', `run ${run.runId} is open: its files are being written`, {
          hint: 'wait for its end, or juicer cancel it',
        });
      }
      if (!isKnownHere(sources, run) && !hasEnded(endOf(run).status)) {
        throw new JuicerError(
          'E_REFUSED',
          `run ${run.runId} has not ended, and is not known here: it may be open`,
          {
            hint: 'name its server, or its --state-dir',
          },
        );
      }
      const found = findGarbage(run, { setAside: args.on('set-aside') });
      if (args.on('yes')) removeGarbage(found);
      tell(scene, found);
      return EXIT.done;
    } finally {
      await session?.close();
    }
  },
};

function tell({ run, args, out }: Scene, found: ReturnType<typeof findGarbage>): void {
  const removed = args.on('yes');
  if (out.form === 'jsonl') for (const file of found) out.data('', { ...file, removed });
  else {
    const lines = found.map((file) => `${printable(file.path)}  ${size(file.bytes)}  ${file.why}`);
    out.data(lines.join('\n'), { schemaVersion: 1, run_id: run.runId, removed, files: found });
  }
  const sum = size(found.reduce((bytes, file) => bytes + file.bytes, 0));
  if (found.length === 0) out.note('nothing to remove');
  else if (removed) out.note(`removed ${found.length} files, ${sum}`);
  else out.note(`${found.length} files, ${sum}, would be removed; --yes removes them`);
}
