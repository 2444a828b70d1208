/**
 * Removes links, or what a pattern of your own matches. Use it on web text. `See https://a.org/b (c).` becomes
 * `See  (c).`. A word with a colon and a word behind it is a link as well, such as `note:this`.
 */
import { defineMapper } from '../define.js';
import { replacing } from './base.js';

const START = String.raw`(?:[a-z][\w-]+:(?:/{1,3}|[a-z0-9%])|www\d{0,3}[.]|[a-z0-9.\-]+[.][a-z]{2,4}/)`;
/** Parentheses are part of a link when they are balanced, one inside another at most. */
const PARENTHESES = String.raw`\(([^\s()<>]+|(\([^\s()<>]+\)))*\)`;
/** What a link does not end in. */
const NO_END = String.raw`\s` + '`' + String.raw`!()\[\]{};:'".,<>?«»“”‘’`;
const LINK = String.raw`(?i)\b(${START}(?:[^\s()<>]+|${PARENTHESES})+(?:${PARENTHESES}|[^${NO_END}]))`;

/** `clean_links_mapper`. */
export const cleanLinksMapper = defineMapper({
  name: 'clean_links_mapper',
  summary: 'Removes or replaces links.',
  version: 1,
  unicode: true,
  ...replacing(LINK),
  examples: [
    { before: 'See https://a.org/b (c).', after: 'See  (c).' },
    { params: { repl: '<LINK>' }, before: 'www.a.org/b_(c), a.org b.org/', after: '<LINK>, a.org b.org/' },
    { params: { pattern: "r'https?://\\S+'" }, before: 'a http://b.', after: 'a ' },
  ],
  map: (row, _params, replace) => replace(row.text),
});
