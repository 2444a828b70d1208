/**
 * What a runtime with a newer Unicode must not see, so that results equal those of Unicode 14: letters, numbers and
 * characters with a normalization that came later (up to Unicode 17).
 */
import { orderLongRuns, type NormalizationForm } from './mark-order.js';

const RANGES = `
  88f 897 c5c cdc 1acf-1add 1ae0-1aeb 1c89-1c8a a7cb-a7cf a7d2 a7d4 a7da-a7dc a7f1 105c0-105f3 10940-10959
  10d40-10d65 10d69-10d6d 10d6f-10d85 10ec2-10ec7 10efa-10efb 10efd-10eff 1123f-11240 11380-11389 1138b 1138e
  11390-113b5 113b7-113b8 113bb 113c2 113c5 113c7-113c9 113ce-113d1 113d3 116d0-116e3 11bc0-11be0 11bf0-11bf9
  11db0-11ddb 11de0-11de9 11f02 11f04-11f10 11f12-11f33 11f41-11f42 11f50-11f59 1342f 13441-13446 13460-143fa
  16100-16129 1612f-16139 16d40-16d6c 16d70-16d79 16ea0-16eb8 16ebb-16ed3 16ff2-16ff6 187f8-187ff 18cff
  18d09-18d1e 18d80-18df2 1b132 1b155 1ccd6-1ccf9 1d2c0-1d2d3 1df25-1df2a 1e030-1e06d 1e08f 1e4d0-1e4f9
  1e5d0-1e5fa 1e6c0-1e6de 1e6e0-1e6f5 1e6fe-1e6ff 2b739-2b73f 2cea2-2cead 2ebf0-2ee5d 31350-33479`;

/** A class for the inside of square brackets in a regular expression with the flag u. */
export const LATER = RANGES.trim().replace(
  /([0-9a-f]+)(?:-([0-9a-f]+))?\s*/g,
  (_range, first: string, last?: string) => `\\u{${first}}${last ? `-\\u{${last}}` : ''}`,
);

const LATER_RUNS = new RegExp(`([${LATER}]+)`, 'u');

/** `unicodedata.normalize()`. Later characters are as good as unassigned: they stay and join with nothing. */
export function normalize(text: string, form: NormalizationForm): string {
  const ordered = orderLongRuns(text, form, LATER_RUNS);
  if (!LATER_RUNS.test(ordered)) return ordered.normalize(form);
  // Odd pieces are the later characters.
  const pieces = ordered.split(LATER_RUNS);
  return pieces.map((piece, i) => (i % 2 === 1 ? piece : piece.normalize(form))).join('');
}
