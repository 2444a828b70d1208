/** A finished run that is asked for again: whether its export is still the one that it committed. */
import path from 'node:path';
import { manifestFiles } from '../export/manifest-files.js';
import { isReplaced, manifestsBeside } from '../export/replaced.js';
import type { Manifest } from '../model/artefacts.js';
import { entriesIn, exists, lookAt, readFile } from '../storage/files.js';
import { unsealed } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { fileSha256 } from './run-size.js';

/** How the export stands. `lost`: it is to be made again. `replaced`: another run has written there since. */
export type ExportState =
  { state: 'whole' } | { state: 'lost'; text: string } | { state: 'replaced'; text: string };

/** Looks at the export of a finished run; one whose folder is gone is taken at its word. */
export async function exportState(dir: string): Promise<ExportState> {
  if (!exists(dir)) return { state: 'whole' };
  const manifest = manifestOf(dir);
  if (!manifest) return { state: 'lost', text: 'its manifest is missing or damaged' };
  for (const file of manifestFiles(manifest)) {
    const stat = lookAt(file.path);
    const owner = stat ? null : replacedBy(dir, manifest);
    if (owner !== null) return { state: 'replaced', text: `run ${owner} has written its export there since` };
    if (!stat) return { state: 'lost', text: `its export ${file.path} is not there any more` };
    const sha256 = await fileSha256(file.path);
    if (sha256 === file.sha256) continue;
    const other = ownerOf(dir, { path: file.path, sha256 });
    return other
      ? { state: 'replaced', text: `${file.path} holds the export of run ${other} by now` }
      : { state: 'lost', text: `its export ${file.path} is not as it was committed` };
  }
  return { state: 'whole' };
}

/** Run beside this one that was given the same export path later: it removed the files of this one. */
function replacedBy(dir: string, manifest: Manifest): string | null {
  return manifestsBeside(dir).find((other) => isReplaced(manifest, other))?.run_id ?? null;
}

/** Run beside this one whose manifest names a file with this content. */
function ownerOf(dir: string, file: { path: string; sha256: string }): string | null {
  const folder = path.dirname(dir);
  for (const { name } of entriesIn(folder)) {
    if (name === path.basename(dir)) continue;
    const manifest = manifestOf(path.join(folder, name));
    if (manifest && manifestFiles(manifest).some((f) => f.path === file.path && f.sha256 === file.sha256))
      return manifest.run_id;
  }
  return null;
}

function manifestOf(dir: string): Manifest | null {
  try {
    return unsealed<Manifest>(readFile(path.join(dir, RUN_FILES.manifest)));
  } catch {
    // Not there, or not to be read: the run has no manifest for us.
    return null;
  }
}
