/** Brings a text into the shape in which a model cuts it: characters replaced, white space as marks. */
import { Buffer } from 'node:buffer';
import type { ByteTrie } from './byte-trie.js';
import { Charsmap } from './charsmap.js';
import type { NormalizerSpec } from './model-file.js';
import { characterLength } from './utf8.js';

const SPACE = 0x20;
/** U+2581, which stands for a space. */
const MARK = [0xe2, 0x96, 0x81] as const;

/** Holds working memory, so one per thread. */
export class Normalizer {
  /** What {@link normalize} made of its last text is [0, length) of it. */
  bytes: Uint8Array = new Uint8Array(4096);
  length = 0;
  private readonly charsmap: Charsmap | null;
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  /** The next piece of normalised input is [from, to) of `next`. */
  private next: Uint8Array = this.input;
  private from = 0;
  private to = 0;

  /** `fixed` are the symbols that stay as they are. */
  constructor(
    private readonly spec: NormalizerSpec,
    private readonly fixed: ByteTrie,
  ) {
    this.charsmap = spec.charsmap.length > 0 ? new Charsmap(spec.charsmap) : null;
  }

  /** Normalises a text; a lone surrogate counts as U+FFFD. */
  normalize(text: string): void {
    const { spec } = this;
    this.input = Buffer.from(text, 'utf8');
    this.at = 0;
    this.length = 0;
    if (spec.removeExtraWhitespaces) this.skipSpaces();
    if (this.at >= this.input.length) return;
    if (spec.addDummyPrefix && !spec.spaceAsSuffix) this.putSpace();
    let afterSpace = spec.removeExtraWhitespaces;
    while (this.at < this.input.length) {
      this.read();
      while (afterSpace && this.from < this.to && this.next[this.from] === SPACE) this.from++;
      if (this.from === this.to) continue;
      for (let i = this.from; i < this.to; i++) this.put(this.next[i] as number);
      afterSpace = spec.removeExtraWhitespaces && this.next[this.to - 1] === SPACE;
    }
    if (spec.removeExtraWhitespaces) this.dropSpaces();
    if (spec.addDummyPrefix && spec.spaceAsSuffix) this.putSpace();
  }

  /** Takes the next character, or what is replaced as one, from the input. */
  private read(): void {
    const { input, at, charsmap } = this;
    let length = this.fixed.longest(input, at, input.length);
    if (length === 0 && charsmap?.find(input, at, input.length) === true) {
      length = charsmap.length;
      this.next = charsmap.bytes;
      this.from = charsmap.from;
      this.to = charsmap.to;
    } else {
      if (length === 0) length = characterLength(input[at] as number);
      this.next = input;
      this.from = at;
      this.to = at + length;
    }
    this.at = at + length;
  }

  private skipSpaces(): void {
    while (this.at < this.input.length) {
      const before = this.at;
      this.read();
      if (this.to - this.from === 1 && this.next[this.from] === SPACE) continue;
      this.at = before;
      return;
    }
  }

  private put(byte: number): void {
    if (this.length + MARK.length > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      this.bytes = larger;
    }
    if (byte !== SPACE || !this.spec.escapeWhitespaces) this.bytes[this.length++] = byte;
    else for (const part of MARK) this.bytes[this.length++] = part;
  }

  private putSpace(): void {
    this.put(SPACE);
  }

  private dropSpaces(): void {
    const space = this.spec.escapeWhitespaces ? MARK : [SPACE];
    const ends = (): boolean =>
      this.length >= space.length &&
      space.every((byte, i) => this.bytes[this.length - space.length + i] === byte);
    while (ends()) this.length -= space.length;
  }
}
