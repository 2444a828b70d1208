/** Converts text by OpenCC's rules. */
import type { Dictionary } from './dictionary.js';

/**
 * Cuts a text into segments: each longest key of the segmentation dictionary, and each run between them. Every segment
 * then goes through all steps on its own, so that no phrase is found across two of them.
 */
export class Converter {
  readonly #segmentation: Dictionary;
  readonly #steps: readonly (readonly Dictionary[])[];

  constructor(segmentation: Dictionary, steps: readonly (readonly Dictionary[])[]) {
    this.#segmentation = segmentation;
    this.#steps = steps;
  }

  /** The text converted; as in OpenCC it ends at the first NUL. */
  convert(source: string): string {
    const nul = source.indexOf('\0');
    const text = nul < 0 ? source : source.slice(0, nul);
    let converted = '';
    let start = 0;
    for (let i = 0; i < text.length;) {
      const key = this.#segmentation.match(text, i, text.length);
      if (key) {
        converted += this.#segment(text.slice(start, i)) + this.#segment(text.slice(i, i + key.length));
        start = i + key.length;
      }
      i += key?.length ?? characterLength(text, i);
    }
    return converted + this.#segment(text.slice(start));
  }

  #segment(segment: string): string {
    return this.#steps.reduce(convertStep, segment);
  }
}

/** Replaces, from left to right, what the first dictionary that has an entry finds. */
function convertStep(text: string, dictionaries: readonly Dictionary[]): string {
  let converted = '';
  let start = 0;
  for (let i = 0; i < text.length;) {
    const found = firstMatch(text, i, dictionaries);
    if (found) {
      converted += text.slice(start, i) + found.value;
      start = i + found.length;
    }
    i += found?.length ?? characterLength(text, i);
  }
  return start === 0 ? text : converted + text.slice(start);
}

function firstMatch(
  text: string,
  at: number,
  dictionaries: readonly Dictionary[],
): ReturnType<Dictionary['match']> {
  for (const dictionary of dictionaries) {
    const found = dictionary.match(text, at, text.length);
    if (found) return found;
  }
  return null;
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
