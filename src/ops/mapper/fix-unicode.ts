/**
 * Repairs text that was read in a wrong encoding, and other damage to its characters, as ftfy does. Use it early: later
 * ops then see the real characters. `âœ” donâ€™t &amp; ﬁx` becomes `✔ don't & fix`.
 */
import { z } from 'zod';
import { defineMapper } from '../define.js';
import { fixText } from '../text/ftfy/fix-text.js';
import type { NormalizationForm } from '../text/mark-order.js';

/** `fix_unicode_mapper`. */
export const fixUnicodeMapper = defineMapper({
  name: 'fix_unicode_mapper',
  summary: 'Repairs text that was read in a wrong encoding, and normalizes its characters.',
  version: 1,
  unicode: true,
  params: z.strictObject({
    normalization: z
      .string()
      .regex(/^(?:[Nn][Ff][Kk]?[CcDd])?$/, 'must be NFC, NFKC, NFD or NFKD')
      .nullable()
      .default(null)
      .describe(
        'The normalization at the end: NFC, NFKC, NFD or NFKD, in capitals or not; null or empty: NFC.',
      ),
  }),
  examples: [
    { before: 'âœ” donâ€™t &amp; ﬁx', after: "✔ don't & fix" },
    { before: '“Ｆｕｌｌ　ｗｉｄｔｈ”\r\n', after: '"Full width"\n' },
    { params: { normalization: 'nfkc' }, before: 'x²', after: 'x2' },
  ],
  setup: ({ normalization }) => (normalization || 'NFC').toUpperCase() as NormalizationForm,
  map: (row, _params, form) => fixText(row.text, form),
});
