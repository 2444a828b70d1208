/**
 * Keeps rows for which a condition on their fields holds, written as in Python. Use it first, to choose by what is known of
 * a text. With `filter_condition: "meta.stars > 3 and meta.lang in ['en', 'de']"`, a row with three stars goes.
 */
import { z } from 'zod';
import { defineFilter } from '../define.js';
import { compileExpression, expressionProblem } from '../field/expression.js';
import { isTrue } from '../field/values.js';
import { intervalParams } from './base.js';

const params = z.strictObject({
  filter_condition: z
    .string()
    .check(({ value, issues }) => {
      const message = isBlank(value) ? null : expressionProblem(value);
      if (message !== null) issues.push({ code: 'custom', input: value, message });
    })
    .default('')
    .describe('The condition: fields, constants, comparisons, in, and, or, not; empty: every row is kept.'),
  ...intervalParams,
});

/** `general_field_filter`: stat `general_field_filter_condition`. There is no interval: its parameters act on nothing. */
export const generalFieldFilter = defineFilter({
  name: 'general_field_filter',
  summary: 'Keeps rows for which a condition on their fields holds.',
  version: 1,
  params,
  examples: [
    {
      params: { filter_condition: "'cat' in text and text != 'cat'" },
      before: 'a cat',
      after: { keep: true, stats: { general_field_filter_condition: true } },
    },
    {
      params: { filter_condition: "'cat' in text and text != 'cat'" },
      before: 'cat',
      after: { keep: false, stats: { general_field_filter_condition: false } },
    },
  ],
  setup: (p) => (isBlank(p.filter_condition) ? null : compileExpression(p.filter_condition)),
  stats: (p) => (isBlank(p.filter_condition) ? {} : { general_field_filter_condition: 'bool' as const }),
  measure: (row, _params, holds) => (holds ? { general_field_filter_condition: isTrue(holds(row)) } : {}),
  keep: ({ general_field_filter_condition }) => general_field_filter_condition !== false,
});

function isBlank(condition: string): boolean {
  return condition.trim() === '';
}
