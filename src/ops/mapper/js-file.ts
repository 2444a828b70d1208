/**
 * Calls a function of a TypeScript or JavaScript file, as Data-Juicer's `python_file_mapper` calls one in Python. It gets and
 * gives what that of `js_lambda_mapper` does, and runs only where code is allowed: see custom-operators.md.
 */
import { z } from 'zod';
import { exportedFunction } from '../code/functions.js';
import { functionParams } from '../code/params.js';
import { calledWith } from '../code/row-function.js';
import { defineMapper } from '../define.js';

const params = z.strictObject({
  file_path: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'the file (.ts, .js, .mts, .mjs, .cts, .cjs): one module, which imports only modules of Node, zod and durable-juicer/ops',
    ),
  function_name: z
    .string()
    .min(1)
    .default('process_single')
    .describe('the exported function of the row that gives the changed row or its text'),
  ...functionParams,
});

/** The row as a function of a file leaves it. */
export const jsFileMapper = defineMapper({
  name: 'js_file_mapper',
  summary: 'Changes rows by a function of a TypeScript or JavaScript file; only where code is allowed.',
  version: 1,
  code: true,
  params,
  needs: { file_path: 'the path of a .ts or .js file that exports the function' },
  files: ({ file_path }) => (file_path === null ? {} : { file_path }),
  writes: ({ fields }) => fields,
  setup({ file_path, function_name: name }, load) {
    const file = file_path ?? '';
    return exportedFunction(Buffer.from(load(file)).toString(), { file, name, op: 'js_file_mapper' });
  },
  map: (row, { fields }, call) => calledWith(call, row, { op: 'js_file_mapper', fields }),
  examples: [{ before: 'abc', after: 'cba' }],
});
