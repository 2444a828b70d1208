/** Where the language model is. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const INSTALLED = 'fasttext.wasm.js/dist/fastText/models/lid.176.ftz';

/**
 * Absolute path of a given model, which may be relative to the working directory; for null, of the lid.176.ftz that is
 * installed with the product (fastText's compressed model for 176 languages; licence: docs/parity.md).
 */
export function modelPath(path: string | null): string {
  return path === null ? createRequire(import.meta.url).resolve(INSTALLED) : resolve(path);
}
