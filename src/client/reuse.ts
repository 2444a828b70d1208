/** Whose checkpoints a new run may take over: what `--reuse` names. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { RUN_ID_PATTERN } from '../model/ids.js';
import { REUSE_AUTO, REUSE_NONE } from '../model/reuse.js';
import type { Target } from '../server/connect.js';
import { folderAt, notedRuns } from './run-folder.js';

/**
 * `auto`, `none`, or the folder of the run that is named: by its id, beside the new run's folder or in the state folder's
 * notes, or by the path of its folder.
 * @throws JuicerError E_NO_SUCH_RUN.
 */
export function reuseOf(value: string, { dir, target }: { dir: string; target: Target }): string {
  if (value === REUSE_AUTO || value === REUSE_NONE) return value;
  const beside = RUN_ID_PATTERN.test(value) ? folderAt(path.join(path.dirname(dir), value)) : null;
  const notes = target.kind === 'embedded' ? notedRuns(target.stateDir) : [];
  const noted = notes.find((run) => run.runId === value);
  const found = beside ?? (noted ? folderAt(noted.dir) : null) ?? folderAt(value);
  if (found) return found.dir;
  throw new JuicerError('E_NO_SUCH_RUN', `--reuse: run ${JSON.stringify(value)} is not known here`, {
    hint: 'juicer list shows the runs; auto takes the best of this project, none takes nothing over',
  });
}
