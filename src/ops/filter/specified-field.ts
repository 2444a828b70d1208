/**
 * Keeps rows whose value in a field is one of those given. Use it first, to choose by language, source or kind. With
 * `field_key: meta.lang` and `target_value: [en, de]`, a row with `{"meta": {"lang": "fr"}}` goes.
 */
import { z } from 'zod';
import { defineFilter, type StatValue } from '../define.js';
import { copiedValue } from '../field/copied.js';
import { isEqual } from '../field/values.js';
import { throughDecimals } from '../text/decimals.js';
import { intervalParams } from './base.js';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const params = z
  .strictObject({
    field_key: z.string().default('').describe('The field, nested by dots; empty: every row is kept.'),
    target_value: z
      .array(scalar)
      .default([])
      .describe('The values to keep, a list; empty: every row is kept.'),
    ...intervalParams,
  })
  .check(({ value, issues }) => {
    if (value.field_key !== '' || value.target_value.length === 0) return;
    const message = 'has to be given with target_value';
    issues.push({ code: 'custom', input: value, path: ['field_key'], message });
  });

/** `specified_field_filter`: the stat has the name of the field and its value. There is no interval, only `reversed_range`. */
export const specifiedFieldFilter = defineFilter({
  name: 'specified_field_filter',
  summary: 'Keeps rows whose value in a field is one of those given.',
  version: 1,
  params,
  examples: [
    {
      params: { field_key: 'text', target_value: ['yes', 'no'] },
      before: 'yes',
      after: { keep: true, stats: { text: 'yes' } },
    },
    {
      params: { field_key: 'text', target_value: ['yes', 'no'] },
      before: 'perhaps',
      after: { keep: false, stats: { text: 'perhaps' } },
    },
  ],
  stats: (p) => (p.field_key === '' ? {} : { [p.field_key]: 'json' as const }),
  measure: (row, p) => (p.field_key === '' ? {} : { [p.field_key]: copiedValue(row, p.field_key) }),
  keep: (stats, p) => {
    if (p.field_key === '' || p.target_value.length === 0) return true;
    const value = stats[p.field_key] ?? null;
    const values: readonly StatValue[] = Array.isArray(value) ? value : [value];
    const all = values.every((one) => p.target_value.some((wanted) => isEqual(decided(one), wanted)));
    return all !== p.reversed_range;
  },
});

function decided(value: StatValue): StatValue {
  return typeof value === 'number' ? throughDecimals(value) : value;
}
