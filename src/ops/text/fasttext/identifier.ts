/** Names the language of a text with a fastText model, as `predict(text.lower().replace('\n', ' '))` does. */
import { END_OF_LINE } from './dictionary.js';
import { FNV_START, fnvStep } from './hash.js';
import { LabelTree } from './label-tree.js';
import { LoweredWord } from './lowered-word.js';
import { meanOfRows } from './mean.js';
import type { FastTextModel } from './model.js';
import { RowList } from './row-list.js';
import { WordCache } from './word-cache.js';
import { WordRows } from './word-rows.js';

/** The likeliest label, without the prefix `__label__`, and its score, which may slightly exceed 1. */
export interface Identified {
  label: string;
  score: number;
}

const SPACE = 0x20;

/** Holds a model's working memory (16 MiB of it the cache), so one per thread. Its answers do not depend on earlier texts. */
export class LanguageIdentifier {
  private readonly words: WordRows;
  private readonly tree: LabelTree;
  private readonly labels: string[];
  private readonly cache = new WordCache();
  private readonly word = new LoweredWord();
  private readonly rows = new RowList();
  private readonly mean: Float32Array;
  private readonly endRows: readonly number[];
  private units = new Uint16Array(4096);
  private bytes = Buffer.from(this.units.buffer);

  constructor(private readonly model: FastTextModel) {
    this.words = new WordRows(model);
    this.tree = new LabelTree(model.dictionary.labelCounts, model.output);
    this.labels = model.dictionary.labels.map((label) => label.replace(/^__label__/, ''));
    this.mean = new Float32Array(model.input.columns);
    this.load(END_OF_LINE);
    this.word.set(END_OF_LINE, this.units, 0, END_OF_LINE.length);
    this.words.appendEnd(this.word, this.rows);
    this.endRows = [...this.rows.values.subarray(0, this.rows.length)];
  }

  /** Language and score of a text; lower-casing and line breaks are taken care of. */
  identify(text: string): Identified {
    this.load(text);
    this.rows.length = 0;
    this.appendWords(text);
    for (const row of this.endRows) this.rows.push(row);
    meanOfRows(this.model.input, this.rows, this.mean);
    const { label, logScore } = this.tree.best(this.mean);
    return { label: this.labels[label] as string, score: Math.exp(logScore) };
  }

  /** Copies the text's code units, with a space after the last. */
  private load(text: string): void {
    if (this.units.length <= text.length) {
      this.units = new Uint16Array(text.length * 2);
      this.bytes = Buffer.from(this.units.buffer);
    }
    this.bytes.write(text, 'utf16le');
    this.units[text.length] = SPACE;
  }

  /** Appends the rows of every word up to the end, or up to a word that is the end-of-line token itself. */
  private appendWords(text: string): void {
    const { units } = this;
    for (let at = 0; at < text.length;) {
      let unit = units[at] as number;
      if (isSeparator(unit)) {
        at++;
        continue;
      }
      const from = at;
      let hash = FNV_START;
      do {
        hash = fnvStep(hash, unit);
        unit = units[++at] as number;
      } while (!isSeparator(unit));
      if (at - from === END_OF_LINE.length && isEnd(text, from)) return;
      this.appendWord(text, hash, from, at);
    }
  }

  private appendWord(text: string, hash: number, from: number, to: number): void {
    const { cache, rows, units, word } = this;
    const span = { from, to, rows: rows.length };
    if (cache.append(hash, units, span, rows)) return;
    word.set(text, units, from, to);
    this.words.append(word, rows);
    cache.keep(hash, units, span, rows);
  }
}

/** fastText's white space: space, tab to carriage return, NUL. */
function isSeparator(unit: number): boolean {
  return unit <= SPACE && (unit === SPACE || (unit >= 0x09 && unit <= 0x0d) || unit === 0);
}

function isEnd(text: string, from: number): boolean {
  return (
    text.charAt(from) === '<' && text.slice(from, from + END_OF_LINE.length).toLowerCase() === END_OF_LINE
  );
}
