/** The ending of an input file, as Data-Juicer tells it of each row. */

/** The field that holds it. */
export const SUFFIX_FIELD = '__dj__suffix__';

const PACKED = /(?:\.[^./\\]+)?\.(?:gz|zst)$/;
const ENDING = /\.[^./\\]+$/;

/** The last ending of a file's name with its dot, in small letters; of what is packed the last two. Empty when there is none. */
export function sourceEnding(file: string): string {
  const lower = file.toLowerCase();
  return (PACKED.exec(lower) ?? ENDING.exec(lower))?.[0] ?? '';
}
