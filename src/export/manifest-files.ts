/** The files that a manifest names. */
import type { Manifest } from '../model/artefacts.js';
import { fromUrl } from '../model/object-path.js';

/** All of them, those of stats last, by their paths. */
export function manifestFiles({ files, stats }: Pick<Manifest, 'files' | 'stats'>): Manifest['files'] {
  return [...files, ...(stats ? [stats] : [])].map((file) => ({ ...file, path: fromUrl(file.path) }));
}
