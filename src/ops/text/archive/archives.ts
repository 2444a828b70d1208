/** The archives of a folder that rows may name, and no other file. */
import { basename, normalize } from 'node:path';
import { JuicerError } from '../../../model/errors.js';
import type { LoadFile } from '../../define.js';

/** See above. */
export class Archives {
  readonly #paths: ReadonlyMap<string, string>;
  readonly #load: LoadFile;

  /** `files` are absolute paths of files right in the folder. */
  constructor(files: readonly string[], load: LoadFile) {
    this.#paths = new Map(files.map((path) => [basename(path), path]));
    this.#load = load;
  }

  /**
   * The archive that a row names: by its name alone, by its whole path, or by the end of that, as `papers/a.tgz`.
   * @throws JuicerError E_ROW when the value is no text or names no file right in the folder.
   */
  read(named: unknown, field: string): { path: string; bytes: Uint8Array } {
    if (typeof named !== 'string')
      throw new JuicerError('E_ROW', `field ${field} has no text to name an archive`);
    const name = normalize(named);
    const path = this.#paths.get(basename(name));
    if (path === undefined || !(path === name || path.endsWith(`/${name}`)))
      throw new JuicerError('E_ROW', `field ${field} names no file of archives_dir`);
    return { path, bytes: this.#load(path) };
  }
}
