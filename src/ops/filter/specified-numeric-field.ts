/**
 * Keeps rows whose number in a field is within bounds. Use it first, to choose by score or date. With
 * `field_key: meta.stars` and `min_value: 4`, a row with `{"meta": {"stars": 3}}` goes.
 */
import { z } from 'zod';
import { defineFilter, type StatValue } from '../define.js';
import { copiedValue } from '../field/copied.js';
import { toFloat } from '../field/float.js';
import { throughDecimals } from '../text/decimals.js';
import { boundsInOrder, inInterval, intervalParams } from './base.js';

const LARGEST = 2 ** 63 - 1;
const params = z
  .strictObject({
    field_key: z.string().default('').describe('The field, nested by dots; empty: every row is kept.'),
    min_value: z.number().default(-LARGEST).describe('Least number.'),
    max_value: z.number().default(LARGEST).describe('Greatest number.'),
    ...intervalParams,
  })
  .check(boundsInOrder('min_value', 'max_value'));

/**
 * `specified_numeric_field_filter`: the stat has the name of the field and its value. What is no number goes, whether the
 * range is reversed or not, and so does 0, as in the peer; a text may hold the number.
 */
export const specifiedNumericFieldFilter = defineFilter({
  name: 'specified_numeric_field_filter',
  summary: 'Keeps rows whose number in a field is within bounds.',
  version: 1,
  params,
  examples: [
    {
      params: { field_key: 'text', min_value: 4 },
      before: '3.5',
      after: { keep: false, stats: { text: '3.5' } },
    },
    {
      params: { field_key: 'text', min_value: 4 },
      before: '4',
      after: { keep: true, stats: { text: '4' } },
    },
  ],
  stats: (p) => (p.field_key === '' ? {} : { [p.field_key]: 'json' as const }),
  measure: (row, p) => (p.field_key === '' ? {} : { [p.field_key]: copiedValue(row, p.field_key) }),
  keep: (stats, p) => {
    if (p.field_key === '') return true;
    const number = numberIn(stats[p.field_key] ?? null);
    return number !== null && inInterval(number, [p.min_value, p.max_value], p);
  },
});

function numberIn(value: StatValue): number | null {
  if (typeof value === 'string') return toFloat(value);
  if (typeof value === 'number') return value === 0 ? null : throughDecimals(value);
  return value === true ? 1 : null;
}
