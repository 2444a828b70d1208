/** Loads a language model of KenLM, whatever the form of its file. */
import { gunzipSync } from 'node:zlib';
import { readArpa } from './arpa.js';
import { isBinary, readBinary } from './binary.js';
import { modelFault } from './fault.js';
import { LanguageModel } from './model.js';

/**
 * A model from the bytes of a file, whose name is for errors.
 * @throws JuicerError E_RECIPE when they are no model, or one of a form that is not supported.
 */
export function loadLanguageModel(bytes: Uint8Array, file: string): LanguageModel {
  if (isBinary(bytes)) return new LanguageModel(readBinary(bytes, file));
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return new LanguageModel(readArpa(isGzip ? unzipped(bytes, file) : bytes, file));
}

function unzipped(bytes: Uint8Array, file: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch {
    return modelFault(file, 'cannot be unzipped: it is damaged or too large');
  }
}
