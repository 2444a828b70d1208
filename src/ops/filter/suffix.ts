/**
 * Keeps rows by the ending of the file that they come from, as the field `__dj__suffix__` has it: the reader puts
 * it there (recipe key `add_suffix`) unless the input brings it along. With `suffixes: [.txt, .md]`, a row with `{"__dj__suffix__": ".pdf"}` goes.
 */
import { z } from 'zod';
import { SUFFIX_FIELD } from '../../model/source-ending.js';
import { defineFilter } from '../define.js';
import { copiedValue } from '../field/copied.js';
import { intervalParams } from './base.js';

const params = z.strictObject({
  suffixes: z
    .union([z.string(), z.array(z.string()), z.null()])
    .default([])
    .describe('The endings to keep with their dots, one or a list; empty: every row is kept.'),
  ...intervalParams,
});

/** `suffix_filter`: no stat. There is no interval, only `reversed_range`. */
export const suffixFilter = defineFilter({
  name: 'suffix_filter',
  summary: 'Keeps rows that come from files with given endings.',
  version: 1,
  params,
  examples: [{ before: 'text of any file', after: { keep: true, stats: {} } }],
  stats: () => ({}),
  measure: (row, p) => (endings(p.suffixes).length === 0 ? {} : { suffix: copiedValue(row, SUFFIX_FIELD) }),
  keep: ({ suffix = null }, p) => {
    const wanted = endings(p.suffixes);
    const among = typeof suffix === 'string' && wanted.includes(suffix);
    return wanted.length === 0 || among !== p.reversed_range;
  },
});

function endings(suffixes: string | string[] | null): string[] {
  if (suffixes === null) return [];
  return typeof suffixes === 'string' ? [suffixes] : suffixes;
}
