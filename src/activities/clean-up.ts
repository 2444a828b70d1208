/** Removes what a run does not keep: temporary files always, partitions and checkpoints when the recipe says so. */
import fs from 'node:fs';
import path from 'node:path';
import type { CleanUpResult, RunRef, Verdict } from '../model/contract.js';
import { runToken } from '../engine/pool.js';
import { sweepTemporary } from '../storage/local-store.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured } from './measured.js';
import { runFiles } from './run-files.js';

/** Runs after the merge, when no other activity of the run is open any more. */
export function cleanUp(
  _deps: ActivityDependencies,
  input: { run: RunRef; verdict: Verdict },
): Promise<CleanUpResult> {
  const { run, verdict } = input;
  return measured(run, async () => {
    const { plan } = runFiles(run);
    const folders = walkFolders(run.dir);
    sweepTemporary(run.dir, folders);
    sweepTemporary(path.dirname(plan.export.path), ['.'], runToken(run.dir));
    const done = verdict.status === 'done';
    const drop = done
      ? [
          'temp/intermediate_data',
          ...(plan.settings.preserve_intermediate ? [] : ['partitions', 'checkpoints']),
        ]
      : [];
    const removed = drop.map((folder) => removeFolder(path.join(run.dir, folder)));
    fs.mkdirSync(path.join(run.dir, 'temp/intermediate_data'), { recursive: true });
    return {
      removed_files: removed.reduce((sum, r) => sum + r.files, 0),
      removed_bytes: removed.reduce((sum, r) => sum + r.bytes, 0),
      reason: done && !plan.settings.preserve_intermediate ? 'preserve_intermediate_data' : 'temporary',
    };
  });
}

/** Every folder below `root`, itself included, relative to it. */
function walkFolders(root: string): string[] {
  const below = fs.readdirSync(root, { withFileTypes: true, recursive: true });
  return [
    '.',
    ...below.filter((e) => e.isDirectory()).map((e) => path.relative(root, path.join(e.parentPath, e.name))),
  ];
}

function removeFolder(folder: string): { files: number; bytes: number } {
  if (!fs.existsSync(folder)) return { files: 0, bytes: 0 };
  const files = fs.readdirSync(folder, { withFileTypes: true, recursive: true }).filter((e) => e.isFile());
  const bytes = files.reduce((sum, e) => sum + fs.statSync(path.join(e.parentPath, e.name)).size, 0);
  fs.rmSync(folder, { recursive: true, force: true });
  return { files: files.length, bytes };
}
