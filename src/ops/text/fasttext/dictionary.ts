/** The dictionary of a fastText model: its words, its labels and which n-gram buckets a pruned model kept. */
import { FNV_START, fnvStep } from './hash.js';
import { PrunedBuckets } from './pruned-buckets.js';
import type { ModelReader } from './reader.js';

/** fastText's end-of-line token. */
export const END_OF_LINE = '</s>';

/** Words first, then labels; a word's number is its row in the input matrix. */
export interface Dictionary {
  words: WordTable;
  labels: string[];
  /** How often each label occurred in training; orders the Huffman tree. */
  labelCounts: number[];
  /** Null: every bucket has a row, at the number of words + bucket. */
  pruned: PrunedBuckets | null;
}

/**
 * Reads the dictionary section.
 * @throws JuicerError E_RECIPE when it is damaged.
 */
export function readDictionary(reader: ModelReader, bucket: number): Dictionary {
  const size = reader.int32();
  const wordCount = reader.int32();
  const labelCount = reader.int32();
  reader.int64();
  const prunedSize = reader.int64();
  if (wordCount < 0 || labelCount < 2 || size !== wordCount + labelCount)
    reader.fail('has an impossible dictionary');
  const words: Uint8Array[] = [];
  const labels: string[] = [];
  const labelCounts: number[] = [];
  for (let i = 0; i < size; i++) {
    const word = reader.word();
    const count = reader.int64();
    const isLabel = reader.byte() === 1;
    if (isLabel !== i >= wordCount) reader.fail('has an impossible dictionary');
    if (isLabel) {
      labels.push(Buffer.from(word).toString('utf8'));
      labelCounts.push(count);
    } else words.push(word.slice());
  }
  const pruned = prunedSize < 0 ? null : new PrunedBuckets(reader, bucket, prunedSize);
  return { words: new WordTable(words), labels, labelCounts, pruned };
}

/** Finds a word's number by its bytes: open addressing over fastText's own hash. */
export class WordTable {
  readonly size: number;
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly words: readonly Uint8Array[]) {
    this.size = words.length;
    let slots = 1024;
    while (slots < words.length * 2) slots *= 2;
    this.mask = slots - 1;
    this.slots = new Int32Array(slots).fill(-1);
    words.forEach((word, id) => {
      let slot = hashOf(word) & this.mask;
      while ((this.slots[slot] as number) >= 0) slot = (slot + 1) & this.mask;
      this.slots[slot] = id;
    });
  }

  /** Number of the word that stands at [from, to) of signed bytes and has that hash; −1 when there is none. */
  find(bytes: Int8Array, from: number, to: number, hash: number): number {
    let slot = hash & this.mask;
    for (;;) {
      const id = this.slots[slot] as number;
      if (id < 0 || equals(this.words[id] as Uint8Array, bytes, from, to)) return id;
      slot = (slot + 1) & this.mask;
    }
  }
}

function equals(word: Uint8Array, bytes: Int8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let i = 0; i < word.length; i++) if (word[i] !== ((bytes[from + i] as number) & 255)) return false;
  return true;
}

function hashOf(word: Uint8Array): number {
  let hash = FNV_START;
  for (const byte of word) hash = fnvStep(hash, (byte << 24) >> 24);
  return hash;
}
