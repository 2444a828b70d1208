/** Flags that take a whole number. */
import { JuicerError } from '../model/errors.js';
import type { Args } from './command.js';

/**
 * The number that a flag gives, or undefined when it is not given.
 * @throws JuicerError E_USAGE for anything but a whole number in the range.
 */
export function wholeNumber(
  args: Args,
  flag: string,
  [least, most]: [least: number, most: number],
): number | undefined {
  const text = args.text(flag);
  if (text === undefined) return undefined;
  const value = /^-?\d+$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  const range = most === Infinity ? `from ${least} on` : `from ${least} to ${most}`;
  throw new JuicerError('E_USAGE', `--${flag} ${text}: not a whole number ${range}`);
}
