/**
 * Puts marks in place of personal data and secrets. Use it on logs and dialogues before they are shared.
 * `mail a@b.org from /home/me` becomes `mail [EMAIL_REDACTED] from [PATH_REDACTED]`. It redacts the text of a row only: the
 * peer also redacts the fields query, response, dialog_history and messages, and nested paths and arguments.
 */
import { defineMapper } from '../define.js';
import { PII_PARAMS } from '../text/pii/params.js';
import { redaction } from '../text/pii/redaction.js';

/** `pii_redaction_mapper`. Fields other than the text stay as they are. */
export const piiRedactionMapper = defineMapper({
  name: 'pii_redaction_mapper',
  summary: 'Redacts personal data and secrets in the text; other fields stay.',
  version: 1,
  unicode: true,
  params: PII_PARAMS.check(({ value, issues }) => {
    redaction(value, (problem) => issues.push({ code: 'custom', input: value, ...problem }));
  }),
  examples: [
    { before: 'mail a@b.org from /home/me', after: 'mail [EMAIL_REDACTED] from [PATH_REDACTED]' },
    { before: 'token=abc user_id: 7 10.0.0.1', after: 'token=[REDACTED] user_id[ID_REDACTED] [IP_REDACTED]' },
    {
      params: { mask_emails: false, extra_patterns: [['b(\\d)', '\\1']] },
      before: 'a@b.org b1',
      after: 'a@b.org 1',
    },
  ],
  setup: (p) => redaction(p, () => undefined),
  map: (row, _params, redact) => redact(row.text),
});
