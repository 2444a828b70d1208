/**
 * Removes e-mail addresses, or what a pattern of your own matches. Use it before texts are shared. `Write to a@b.org now`
 * becomes `Write to  now`.
 */
import { defineMapper } from '../define.js';
import { replacing } from './base.js';

/** Domains are in lower case. */
const EMAIL = String.raw`[A-Za-z0-9.\-+_]+@[a-z0-9.\-+_]+\.[a-z]+`;

/** `clean_email_mapper`. */
export const cleanEmailMapper = defineMapper({
  name: 'clean_email_mapper',
  summary: 'Removes or replaces e-mail addresses.',
  version: 1,
  unicode: true,
  ...replacing(EMAIL),
  examples: [
    { before: 'Write to a@b.org now', after: 'Write to  now' },
    { params: { repl: '<EMAIL>' }, before: 'a.b+c@d-e.f.org, a@B.org', after: '<EMAIL>, a@B.org' },
    { params: { pattern: '\\w+@\\w+', repl: 'at' }, before: 'é@b.org', after: 'at.org' },
  ],
  map: (row, _params, replace) => replace(row.text),
});
