/** Texts as sequences of numbers, for those that compare pieces of them. */

/** The code points of a text; a lone surrogate is one. */
export function codePointsOf(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; length++) {
    const point = text.codePointAt(i) as number;
    points[length] = point;
    i += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, length);
}

/** A number for each word, the same for equal ones. */
export function wordNumbers(words: readonly string[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(words, (word) => {
    const number = known.get(word) ?? known.size + 1;
    known.set(word, number);
    return number;
  });
}
