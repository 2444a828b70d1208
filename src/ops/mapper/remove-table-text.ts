/**
 * Removes tables: two or more lines in a row with the same number of columns. Use it on text from PDF or HTML, where
 * tables are words without grammar. `Text.\na b\nc d\nText.` becomes `Text.\nText.`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { wholeNumber } from '../filter/base.js';
import { tableLine, withoutTables } from '../text/table-lines.js';

const columns = (): z.ZodNumber => wholeNumber().min(2).max(20);
const params = z.strictObject({
  min_col: columns().default(2).describe('Least number of columns of a table, from 2 to 20.'),
  max_col: columns().default(20).describe('Greatest number of columns of a table, from 2 to 20.'),
});

/**
 * `remove_table_text_mapper`: one space, tab or bar lies between two columns. The first line and one that no line break
 * ends are never part of a table.
 */
export const removeTableTextMapper = defineMapper({
  name: 'remove_table_text_mapper',
  summary: 'Removes lines that look like the rows of a table.',
  version: 1,
  params,
  examples: [
    { before: 'Text.\na b\nc d\nText.', after: 'Text.\nText.' },
    { before: 'Text.\na|b\n\nc d\n\ne f', after: 'Text.\ne f' },
    { params: { min_col: 3 }, before: 'Text.\na b\nc d\nText.', after: 'Text.\na b\nc d\nText.' },
  ],
  map: ({ text }, { min_col, max_col }) => {
    let lines = text.split('\n').map(tableLine);
    for (let column = min_col; column <= max_col; column++) lines = withoutTables(lines, column - 1);
    return lines.map((line) => line.text).join('\n');
  },
});
