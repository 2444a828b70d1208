/**
 * Calls a JavaScript function that the recipe gives, as Data-Juicer's `python_lambda_mapper` calls one in Python. It gets a
 * plain object of the row's fields, whose `text` is the text, and gives the changed row or the new text. It runs only where
 * code is allowed: see custom-operators.md.
 */
import { z } from 'zod';
import { functionOf, syntaxProblem } from '../code/functions.js';
import { functionParams } from '../code/params.js';
import { calledWith } from '../code/row-function.js';
import { defineMapper } from '../define.js';

const params = z.strictObject({
  lambda_str: z
    .string()
    .superRefine((text, context) => {
      const problem = text === '' ? null : syntaxProblem(text);
      if (problem !== null)
        context.addIssue({ code: 'custom', message: `no JavaScript expression: ${problem}` });
    })
    .default('')
    .describe('a function of the row that gives the changed row or its text; empty: nothing changes'),
  ...functionParams,
});

/** The row as a function of the recipe leaves it. */
export const jsLambdaMapper = defineMapper({
  name: 'js_lambda_mapper',
  summary: 'Changes rows by a JavaScript function in the recipe; only where code is allowed.',
  version: 1,
  code: true,
  params,
  writes: ({ fields }) => fields,
  setup: ({ lambda_str: text }) => (text === '' ? null : functionOf(text, 'js_lambda_mapper')),
  map: (row, { fields }, call) =>
    call ? calledWith(call, row, { op: 'js_lambda_mapper', fields }) : row.text,
  examples: [
    {
      params: { lambda_str: '(row) => ({ ...row, text: row.text.trim() })' },
      before: '  a text ',
      after: 'a text',
    },
    {
      params: { lambda_str: '({ text }) => ({ words: text.split(/\\s+/).length })', fields: ['words'] },
      before: 'three small words',
      after: { text: 'three small words', fields: { words: 3 } },
    },
  ],
});
