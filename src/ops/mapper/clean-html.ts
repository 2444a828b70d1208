/**
 * Turns HTML into its text, as browsers parse it. Use it on web pages. List items get a line and a star each:
 * `<p>a &amp; b</p><ul><li>c</li></ul>` becomes `a & b`, a line break, `*c`. Text without tags is parsed too.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { htmlText } from '../text/html/text.js';

/** Replaced in this order, so that what a removed tag joins counts for those below it. */
const LITERALS = [
  ['<li>', '\n*'],
  ['</li>', ''],
  ['<ol>', '\n*'],
  ['</ol>', ''],
] as const;

/** `clean_html_mapper`. Only lower-case tags without attributes count as list items. */
export const cleanHtmlMapper = defineMapper({
  name: 'clean_html_mapper',
  summary: 'Turns HTML into its text.',
  version: 1,
  params: z.strictObject({}),
  examples: [
    { before: '<p>a &amp; b</p><ul><li>c</li><li>d</li></ul>', after: 'a & b\n*c\n*d' },
    { before: 'x<!-- note --><script>y</script> 1 < 2', after: 'xy 1 < 2' },
  ],
  map: (row) => htmlText(LITERALS.reduce((text, [tag, by]) => text.replaceAll(tag, by), row.text)),
});
