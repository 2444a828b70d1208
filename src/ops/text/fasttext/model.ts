/** A fastText classification model, as read from a `.ftz` (quantised) or `.bin` file. */
import { readDictionary, type Dictionary } from './dictionary.js';
import { readMatrix, type Matrix } from './matrix.js';
import { ModelReader } from './reader.js';

/** What inference needs of a model. */
export interface FastTextModel {
  dictionary: Dictionary;
  input: Matrix;
  output: Matrix;
  /** Number of hash buckets of n-grams. */
  bucket: number;
  /** Shortest and longest n-gram, in characters; longest 0: none. */
  minGram: number;
  maxGram: number;
}

const MAGIC = 793712314;
const VERSION = 12;
const SUPERVISED = 3;
const HIERARCHICAL_SOFTMAX = 1;

/**
 * Reads a model.
 * @param file its path, for messages only
 * @throws JuicerError E_RECIPE that names the file when it is damaged, no fastText model, or of a kind that is not supported:
 *   only supervised models with hierarchical softmax and without word n-grams are (all of fastText's language models).
 */
export function readModel(bytes: Uint8Array, file: string): FastTextModel {
  const reader = new ModelReader(bytes, file);
  if (reader.int32() !== MAGIC) reader.fail('does not begin like one');
  if (reader.int32() !== VERSION) reader.fail('is of another version than 12');
  const settings = readSettings(reader);
  const dictionary = readDictionary(reader, settings.bucket);
  const quantised = reader.flag();
  const input = readMatrix(reader, quantised);
  const outputQuantised = reader.flag();
  const output = readMatrix(reader, quantised && outputQuantised);
  reader.end();
  const { words, labels, pruned } = dictionary;
  const grams = pruned ? pruned.lastRow + 1 : settings.maxGram > 0 ? settings.bucket : 0;
  const fits = input.columns === settings.dimension && output.columns === settings.dimension;
  if (!fits || output.rows < labels.length - 1 || input.rows < words.size + grams)
    reader.fail('has an impossible matrix');
  return {
    dictionary,
    input,
    output,
    bucket: settings.bucket,
    minGram: settings.minGram,
    maxGram: settings.maxGram,
  };
}

interface Settings {
  dimension: number;
  bucket: number;
  minGram: number;
  maxGram: number;
}

/** The twelve numbers and one double of the header, in file order; those of training only are skipped. */
function readSettings(reader: ModelReader): Settings {
  const dimension = reader.int32();
  for (let i = 0; i < 4; i++) reader.int32();
  const wordGrams = reader.int32();
  const loss = reader.int32();
  const model = reader.int32();
  const bucket = reader.int32();
  const minGram = reader.int32();
  const maxGram = reader.int32();
  reader.int32();
  reader.bytes(8);
  if (model !== SUPERVISED || loss !== HIERARCHICAL_SOFTMAX || wordGrams > 1)
    reader.fail('is of a kind that is not supported');
  if (dimension < 1 || bucket < 1 || minGram < 0 || maxGram < 0) reader.fail('has impossible settings');
  return { dimension, bucket, minGram, maxGram };
}
