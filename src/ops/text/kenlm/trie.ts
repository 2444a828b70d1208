/** KenLM's binary files of the types that `build_binary trie` makes: a tree of packed bits, in which an n-gram's last word comes first. */
import type { BinaryModel } from './binary-header.js';
import { Bits, bitsFor } from './bits.js';
import { modelFault } from './fault.js';
import { TrieLevel } from './trie-level.js';
import { arrayPointers, inlinePointers, type Pointers } from './trie-pointers.js';
import { TrieTables, UNIGRAM } from './trie-tables.js';
import { plainValues, QUANTISED_HEADER, quantisedValues, type Values } from './trie-values.js';

const QUANTISED_VERSION = 2;
const MAX_QUANTISED_BITS = 25;
const ARRAY_VERSION = 0;
/** Bytes behind packed numbers, so that each can be read eight at a time. */
const SPARE = 8;

/** How a trie was made smaller. */
export interface TrieForm {
  /** Logarithms are places in a table (-q, -b). */
  isQuantised: boolean;
  /** The upper bits of pointers are left out, and stand in an array (-a). */
  hasArrays: boolean;
}

/**
 * The tables in the bytes of a file, which stay packed.
 * @throws JuicerError E_RECIPE when it is damaged.
 */
export function readTrie(model: BinaryModel, form: TrieForm): TrieTables {
  const layout = new Layout(model);
  const { bits, counts } = layout;
  const [wordCount = 0] = counts;
  const words = layout.claim(8 + 8 * wordCount);
  if (bits.long(words) !== wordCount - 1)
    layout.fail('is damaged: its number of words is not the one it tells');
  const values = form.isQuantised ? readQuantised(layout) : plainValues(bits, counts.length);
  const unigrams = layout.claim(UNIGRAM * (wordCount + 2));
  const chopLimit = form.hasArrays && counts.length > 2 ? readChopLimit(layout) : undefined;
  const levels = counts.slice(1).map((count, i) => {
    const pointers = readPointers(layout, i + 1, chopLimit);
    const [wordBits, value] = [bitsFor(wordCount), values[i] as Values];
    const stride = wordBits + value.size + (pointers?.size ?? 0);
    const base = layout.claim(Math.ceil(((1 + count) * stride) / 8) + SPARE);
    return new TrieLevel(bits, value, pointers, { base, count, wordBits, stride });
  });
  return new TrieTables(bits, { words, wordCount, unigrams, levels });
}

/** Parts of a file, one behind the other. */
class Layout {
  readonly bits: Bits;
  readonly counts: readonly number[];
  private at: number;

  constructor(private readonly model: BinaryModel) {
    this.bits = new Bits(model.bytes);
    this.counts = model.counts;
    this.at = model.from;
  }

  /** The place of the next part, which has so many bytes. */
  claim(size: number): number {
    const { at } = this;
    this.at += size;
    if (this.at > this.model.bytes.byteLength) this.fail('ends too soon: it is damaged');
    return at;
  }

  /** The same without leaving it. */
  peek(size: number): number {
    const at = this.claim(size);
    this.at = at;
    return at;
  }

  fail(problem: string): never {
    return modelFault(this.model.file, problem);
  }
}

function readQuantised(layout: Layout): Values[] {
  const { bits, counts } = layout;
  const at = layout.peek(QUANTISED_HEADER);
  const [version, score, backoff] = [bits.byte(at), bits.byte(at + 1), bits.byte(at + 2)];
  if (version !== QUANTISED_VERSION)
    layout.fail(`has quantised values of version ${version}, not ${QUANTISED_VERSION}`);
  if (Math.min(score, backoff) < 1 || Math.max(score, backoff) > MAX_QUANTISED_BITS)
    layout.fail('is damaged: its values have a wrong number of bits');
  const { values, size } = quantisedValues(bits, at, { order: counts.length, score, backoff });
  layout.claim(size);
  return values;
}

/** The most bits that pointers may do without. */
function readChopLimit(layout: Layout): number {
  const at = layout.peek(2);
  const version = layout.bits.byte(at);
  if (version !== ARRAY_VERSION)
    layout.fail(`has arrays of pointers of version ${version}, not ${ARRAY_VERSION}`);
  return layout.bits.byte(at + 1);
}

/** What leads from the n-grams of `counts[i]` to the longer ones; undefined for the longest. */
function readPointers(layout: Layout, i: number, chopLimit: number | undefined): Pointers | undefined {
  const { bits, counts } = layout;
  const [count, following] = [counts[i] as number, counts[i + 1]];
  if (following === undefined) return undefined;
  if (chopLimit === undefined) return inlinePointers(bits, following);
  const { pointers, bytes } = arrayPointers(bits, layout.peek(0), { count, following, chopLimit });
  layout.claim(bytes);
  return pointers;
}
