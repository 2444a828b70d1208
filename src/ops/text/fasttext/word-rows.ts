/** Which rows of the input matrix a word stands for: its own and those of its character n-grams. */
import { FNV_START, fnvStep } from './hash.js';
import type { LoweredWord } from './lowered-word.js';
import type { FastTextModel } from './model.js';
import type { RowList } from './row-list.js';

const LABEL_PREFIX = Int8Array.from(Buffer.from('__label__'));

/** Looks up words in one model. */
export class WordRows {
  private readonly perBucket: number;

  constructor(private readonly model: FastTextModel) {
    this.perBucket = 1 / model.bucket;
  }

  /** Appends the rows of a word, in fastText's order. A word that looks like a label has none. */
  append(word: LoweredWord, rows: RowList): void {
    const id = this.idOf(word);
    if (id >= 0) rows.push(id);
    else if (startsWithLabelPrefix(word)) return;
    this.appendGrams(word, rows);
  }

  /** Appends the rows of the end-of-line token, which has no n-grams when it is in the dictionary. */
  appendEnd(end: LoweredWord, rows: RowList): void {
    const id = this.idOf(end);
    if (id >= 0) rows.push(id);
    else this.appendGrams(end, rows);
  }

  private idOf({ bytes, length }: LoweredWord): number {
    let hash = FNV_START;
    for (let i = 1; i < length - 1; i++) hash = fnvStep(hash, bytes[i] as number);
    return this.model.dictionary.words.find(bytes, 1, length - 1, hash);
  }

  private appendGrams({ bytes, length }: LoweredWord, rows: RowList): void {
    const { minGram, maxGram, bucket, dictionary } = this.model;
    const { pruned } = dictionary;
    const { perBucket } = this;
    // By itself here, and not behind a method: this test is most of the work.
    const bits = pruned === null ? null : pruned.bits;
    const first = dictionary.words.size;
    for (let i = 0; i < length; i++) {
      let byte = bytes[i] as number;
      if (isContinuation(byte)) continue;
      let hash = FNV_START;
      for (let j = i, n = 1; j < length && n <= maxGram; n++) {
        do {
          hash = fnvStep(hash, byte);
          byte = bytes[++j] as number;
        } while (isContinuation(byte));
        // A word mark alone is no n-gram.
        if (n < minGram || (n === 1 && (i === 0 || j === length))) continue;
        // hash mod bucket, several times faster than %: the half keeps the quotient clear of whole numbers, so it is exact.
        const gram = (hash - Math.imul(((hash >>> 0) + 0.5) * perBucket, bucket)) >>> 0;
        if (pruned === null || bits === null) rows.push(first + gram);
        else if ((((bits[gram >>> 5] as number) >>> (gram & 31)) & 1) === 1)
          rows.push(first + pruned.row(gram));
      }
    }
  }
}

/** Whether a signed UTF-8 byte continues a character. */
function isContinuation(byte: number): boolean {
  return byte < -64;
}

function startsWithLabelPrefix({ bytes, length }: LoweredWord): boolean {
  return length - 2 >= LABEL_PREFIX.length && LABEL_PREFIX.every((byte, i) => bytes[i + 1] === byte);
}
