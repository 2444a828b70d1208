/** Reads language models in the ARPA format: sections of n-grams, each with the logarithm of its probability and its back-off. */
import { modelFault } from './fault.js';
import { HashedTables } from './hashed-tables.js';
import { textLines } from './lines.js';
import { UNKNOWN, type NgramTables } from './model.js';
import { NgramStore } from './ngram-store.js';

const MAX_ORDER = 20;
/** KenLM's probability of an unknown word in a model that has none. */
const UNKNOWN_SCORE = -100;

/**
 * The model in the bytes of a file.
 * @throws JuicerError E_RECIPE when it is damaged.
 */
export function readArpa(bytes: Uint8Array, file: string): NgramTables {
  const lines = textLines(bytes);
  const counts = readCounts(lines, file);
  if (counts.length < 2) modelFault(file, 'has single words only: it takes a model of 2-grams at least');
  // A count that is too large for the file is wrong: it must not take memory.
  const store = new NgramStore(counts.map((count) => Math.min(count, Math.ceil(bytes.length / 4))));
  store.unigram(UNKNOWN, UNKNOWN_SCORE, 0);
  const words = new Map<string, number>([['<unk>', UNKNOWN]]);
  counts.forEach((count, i) => {
    const read = i === 0 ? unigramReader(words, store) : ngramReader(words, store, i + 1);
    readSection(lines, { order: i + 1, count, hasBackoff: i + 1 < counts.length, file, read });
  });
  if (nextFull(lines) !== '\\end\\') modelFault(file, 'has no \\end\\: it is damaged');
  if (!words.has('<s>') || !words.has('</s>')) modelFault(file, 'has no <s> and </s>');
  const wordNumber = (word: string): number => words.get(word) ?? UNKNOWN;
  return new HashedTables({ ...store.data(), order: counts.length, wordNumber });
}

function readCounts(lines: Iterator<string>, file: string): number[] {
  if (nextFull(lines) !== '\\data\\') modelFault(file, 'is damaged or no KenLM model');
  const counts: number[] = [];
  for (let line = lines.next(); line.done !== true && line.value.trim() !== ''; line = lines.next()) {
    const match = /^ngram (\d+)=\s*(\d+)\s*$/.exec(line.value);
    if (match === null || Number(match[1]) !== counts.length + 1 || counts.length === MAX_ORDER)
      modelFault(file, 'has wrong numbers of n-grams: it is damaged');
    counts.push(Number(match[2]));
  }
  return counts;
}

/** Takes one n-gram; false when it cannot be. */
type TakeNgram = (words: readonly string[], score: number, backoff: number) => boolean;

interface Section {
  order: number;
  count: number;
  hasBackoff: boolean;
  file: string;
  read: TakeNgram;
}

function readSection(lines: Iterator<string>, { order, count, hasBackoff, file, read }: Section): void {
  if (nextFull(lines) !== `\\${order}-grams:`) modelFault(file, `has no ${order}-grams: it is damaged`);
  for (let i = 0; i < count; i++) {
    const line = lines.next();
    const parts = line.done === true ? [] : line.value.split(/[\t \r]+/).filter((part) => part !== '');
    const score = Number(parts[0]);
    const backoff = Number(parts[order + 1] ?? 0);
    const isWhole = parts.length === order + 1 || (hasBackoff && parts.length === order + 2);
    if (!isWhole || !(score <= 0) || !Number.isFinite(score) || !Number.isFinite(backoff))
      modelFault(file, `is damaged: n-gram ${i + 1} of order ${order} cannot be read`);
    if (!read(parts.slice(1, order + 1), score, backoff))
      modelFault(file, `is damaged: n-gram ${i + 1} of order ${order} has words that are no 1-grams`);
  }
}

function unigramReader(words: Map<string, number>, store: NgramStore): TakeNgram {
  return ([word = ''], score, backoff) => {
    const known = word === '<UNK>' ? UNKNOWN : words.get(word);
    const number = known ?? words.size;
    if (known === undefined) words.set(word, number);
    store.unigram(number, score, backoff);
    return true;
  };
}

function ngramReader(words: Map<string, number>, store: NgramStore, order: number): TakeNgram {
  const numbers = new Int32Array(order);
  return (ngram, score, backoff) => {
    for (let i = 0; i < order; i++) {
      const word = ngram[i] as string;
      const number = words.get(word) ?? (word === '<UNK>' ? UNKNOWN : undefined);
      if (number === undefined) return false;
      numbers[i] = number;
    }
    store.ngram(numbers, score, backoff);
    return true;
  };
}

/** The next line that is not empty, without white space around it; empty at the end. */
function nextFull(lines: Iterator<string>): string {
  for (let line = lines.next(); line.done !== true; line = lines.next()) {
    const text = line.value.trim();
    if (text !== '') return text;
  }
  return '';
}
