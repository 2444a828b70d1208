/** Numbers in texts. */
import { strip } from '../text/python.js';

const NUMBER = /^[+-]?(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;
const INFINITY = /^([+-]?)inf(?:inity)?$/i;

/** What Python's `float()` makes of a text with ASCII digits; null where it refuses. NaN for `nan`. */
export function toFloat(text: string): number | null {
  const plain = strip(text);
  if (NUMBER.test(plain)) return Number(plain.replaceAll('_', ''));
  const [, sign] = INFINITY.exec(plain) ?? [];
  if (sign !== undefined) return sign === '-' ? -Infinity : Infinity;
  return /^[+-]?nan$/i.test(plain) ? NaN : null;
}
