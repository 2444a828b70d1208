/** Loads a language model of KenLM, whatever the form of its file. */
import { gunzipSync } from 'node:zlib';
import { readArpa } from './arpa.js';
import { isBinary, readBinary } from './binary.js';
import { modelFault } from './fault.js';
import { LanguageModel } from './model.js';

/** Bytes of a text, packed or not. */
const MAX_TEXT = 2 ** 31 - 1;

/**
 * A model from the bytes of a file, of any size when it is binary, whose name is for errors.
 * @throws JuicerError E_RECIPE when they are no model, or one of a form that is not supported.
 */
export function loadLanguageModel(memory: ArrayBufferView, file: string): LanguageModel {
  const { buffer, byteOffset, byteLength } = memory;
  if (isBinary(memory)) return new LanguageModel(readBinary(memory, file));
  if (byteLength > MAX_TEXT) modelFault(file, `has more than ${MAX_TEXT} bytes of text: use build_binary`);
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
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
