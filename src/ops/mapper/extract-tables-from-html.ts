/**
 * Sets down the tables of HTML beside the text, which stays. Use it before an op that turns HTML into its text.
 * `<table><tr><td>a</td><td>b</td></tr></table>` gives the table `[["a", "b"]]`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { META, tagsOf } from '../field/meta.js';
import { tablesOf } from '../text/soup/tables.js';

const params = z.strictObject({
  tables_field_name: z
    .string()
    .min(1)
    .default('html_tables')
    .describe(`Name in ${META} under which the tables are put: a list, empty when there is none.`),
  retain_html_tags: z
    .boolean()
    .default(false)
    .describe(
      'Whether a table is its markup; else it is a list of rows, each a list of the texts of its cells.',
    ),
  include_header: z
    .boolean()
    .default(true)
    .describe('Whether rows with a header cell count. It matters only without retain_html_tags.'),
});

/** `extract_tables_from_html_mapper`: a row that has tables already stays as it is. */
export const extractTablesFromHtmlMapper = defineMapper({
  name: 'extract_tables_from_html_mapper',
  summary: 'Puts the tables of HTML into a field.',
  version: 1,
  params,
  examples: [
    {
      before: '<table><tr><th>a</th></tr><tr><td> b </td><td>c &amp; d</td></tr></table>',
      after: { fields: { [META]: { html_tables: [[['a'], ['b', 'c & d']]] } } },
    },
    {
      params: { retain_html_tags: true, tables_field_name: 't' },
      before: 'x<table><tr><td>b</table>',
      fields: { [META]: { lang: 'en' } },
      after: { fields: { [META]: { lang: 'en', t: ['<table><tr><td>b</td></tr></table>'] } } },
    },
    { before: 'no table', after: { fields: { [META]: { html_tables: [] } } } },
  ],
  writes: () => [META],
  map: (row, { tables_field_name: name, retain_html_tags: markup, include_header: header }) => {
    const tags = tagsOf(row);
    if (Object.hasOwn(tags, name)) return row.text;
    return { fields: { [META]: { ...tags, [name]: tablesOf(row.text, { markup, header }) } } };
  },
});
