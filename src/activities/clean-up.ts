/** Removes what a run does not keep: temporary files always, partitions and checkpoints as the recipe says. */
import path from 'node:path';
import type { CleanUpResult, RunRef } from '../model/contract.js';
import type { Verdict } from '../model/verdict.js';
import type { Plan } from '../model/plan.js';
import { runToken } from '../engine/pool.js';
import { targetOf } from '../export/target.js';
import { foldersBelow, makeFolder, removeFolder } from '../storage/folders.js';
import { checkpointFolder } from '../storage/layout.js';
import { sweepTemporary } from '../storage/store-at.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured } from './measured.js';
import { runFiles, type RunFiles } from './run-files.js';
import { standingRecord } from './standing-record.js';

/** Runs after the merge, when no other activity of the run is open any more. */
export function cleanUp(
  _deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<CleanUpResult> {
  const { run, verdict } = input;
  return measured(run, async () => {
    const files = runFiles(run);
    const { plan } = files;
    sweepTemporary(run.dir, foldersBelow(run.dir));
    sweepTemporary(targetOf(plan.export.path).folder, ['.'], runToken(run.dir));
    const committed = verdict.status === 'done';
    const intermediate = committed ? intermediateFolders(files) : [];
    const scratch = committed ? ['temp/intermediate_data'] : [];
    const removed = [...scratch, ...intermediate].map((folder) => removeFolder(path.join(run.dir, folder)));
    makeFolder(path.join(run.dir, 'temp/intermediate_data'));
    return {
      removed_files: removed.reduce((sum, r) => sum + r.files, 0),
      removed_bytes: removed.reduce((sum, r) => sum + r.bytes, 0),
      reason: intermediate.length > 0 ? reasonOf(plan) : 'temporary',
    };
  });
}

/** Folders of partitions and checkpoints that the recipe does not keep once the run has committed. */
function intermediateFolders(files: RunFiles): string[] {
  const { plan, mapping } = files;
  if (!plan.settings.preserve_intermediate) return ['partitions', 'checkpoints'];
  const { retention } = plan.checkpoints;
  if (retention === 'cleanup_all') return ['checkpoints'];
  if (retention !== 'keep_failed_only') return [];
  const done = mapping.partitions.filter((partition) => standingRecord(files, partition)?.status === 'done');
  return done.map(({ id }) => checkpointFolder(id));
}

function reasonOf({ settings }: Plan): CleanUpResult['reason'] {
  return settings.preserve_intermediate ? 'retention' : 'preserve_intermediate_data';
}
