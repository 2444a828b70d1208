/** The mean of some rows of a matrix, rounded as fastText rounds it. */
import type { Matrix } from './matrix.js';
import type { RowList } from './row-list.js';

const LANES = 4;

/**
 * Writes the mean of the rows to `out`; zero for no rows. Every addition is in single precision and in the rows' order: over
 * thousands of rows fastText's rounding adds up to more than 1e-5 of a score, so a more exact sum would give another score.
 */
export function meanOfRows({ columns, values }: Matrix, rows: RowList, out: Float32Array): void {
  const scale = Math.fround(1 / Math.max(rows.length, 1));
  const whole = columns - (columns % LANES);
  for (let column = 0; column < whole; column += LANES) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < rows.length; i++) {
      const at = (rows.values[i] as number) * columns + column;
      a = Math.fround(a + (values[at] as number));
      b = Math.fround(b + (values[at + 1] as number));
      c = Math.fround(c + (values[at + 2] as number));
      d = Math.fround(d + (values[at + 3] as number));
    }
    out[column] = a * scale;
    out[column + 1] = b * scale;
    out[column + 2] = c * scale;
    out[column + 3] = d * scale;
  }
  for (let column = whole; column < columns; column++) {
    let sum = 0;
    for (let i = 0; i < rows.length; i++)
      sum = Math.fround(sum + (values[(rows.values[i] as number) * columns + column] as number));
    out[column] = sum * scale;
  }
}
