/** Writes small model files in fastText's own format. */

/** What a made model holds; weights come from a fixed sequence of numbers. */
export interface MadeModel {
  words: string[];
  labels: string[];
  dimension: number;
  bucket: number;
  minGram: number;
  maxGram: number;
  /** 1 is hierarchical softmax. */
  loss?: number;
  wordGrams?: number;
}

/** The bytes of an unquantised, unpruned supervised model. */
export function makeModelFile(made: MadeModel): Buffer {
  const { words, labels, dimension } = made;
  const rows = words.length + made.bucket;
  return Buffer.concat([
    int32(793712314, 12, dimension, 5, 5, 1, 5, made.wordGrams ?? 1, made.loss ?? 1, 3),
    int32(made.bucket, made.minGram, made.maxGram, 100),
    Buffer.alloc(8),
    int32(words.length + labels.length, words.length, labels.length),
    int64(1000, -1),
    ...words.map((word, i) => entry(word, 100 - i, 0)),
    ...labels.map((label, i) => entry(label, 50 - i * 7, 1)),
    Buffer.of(0),
    matrix(rows, dimension, 7),
    Buffer.of(0),
    matrix(labels.length, dimension, 11),
  ]);
}

function entry(word: string, count: number, type: number): Buffer {
  return Buffer.concat([Buffer.from(`${word}\0`), int64(count), Buffer.of(type)]);
}

function matrix(rows: number, columns: number, seed: number): Buffer {
  const values = Buffer.alloc(rows * columns * 4);
  let state = seed;
  for (let at = 0; at < values.length; at += 4) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    values.writeFloatLE((state / 2 ** 32 - 0.5) * 4, at);
  }
  return Buffer.concat([int64(rows, columns), values]);
}

function int32(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => out.writeInt32LE(value, i * 4));
  return out;
}

function int64(...values: number[]): Buffer {
  const out = Buffer.alloc(values.length * 8);
  values.forEach((value, i) => out.writeBigInt64LE(BigInt(value), i * 8));
  return out;
}
