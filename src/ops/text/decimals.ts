/** Fractions as Data-Juicer 1.6.1 has them when it decides. */

const DECIMALS = 10;
/** Beyond these the peer writes an exponent, which keeps the value. */
const LEAST = 1e-15;
const GREATEST = 1e16 - 1;
/** Ten to the power of minus k, each the double nearest to it. */
const POWERS = Array.from({ length: DECIMALS + 1 }, (_, k) => Number(`1e-${k}`));

/**
 * The value after the peer's default executor has written it as JSON and read it again, which it does with every stat
 * before it decides: rounded to ten decimals, then put together as whole part plus digits times a power of ten, so that
 * 0.3 becomes 0.30000000000000004 and lies above a bound of 0.3.
 */
export function throughDecimals(value: number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) || !(size >= LEAST && size < GREATEST)) return value;
  let whole = Math.trunc(size);
  let digits = roundedHalf((size - whole) * 10 ** DECIMALS);
  let count = DECIMALS;
  if (digits >= 10 ** DECIMALS) {
    whole++;
    digits = 0;
  }
  for (; digits > 0 && digits % 10 === 0; count--) digits /= 10;
  const read = digits === 0 ? whole : whole + digits * (POWERS[count] as number);
  return value < 0 ? -read : read;
}

/** To the nearest whole number; a half goes up from 0 and from odd numbers, down from others. */
function roundedHalf(value: number): number {
  const low = Math.trunc(value);
  const rest = value - low;
  return rest > 0.5 || (rest === 0.5 && (low === 0 || low % 2 === 1)) ? low + 1 : low;
}
