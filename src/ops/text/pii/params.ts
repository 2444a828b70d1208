/** Parameters of the op that redacts personal data: what to look for, and what to put in its place. */
import { z } from 'zod';

const mask = (what: string): z.ZodDefault<z.ZodBoolean> =>
  z.boolean().default(true).describe(`Whether ${what} are redacted.`);
const mark = (name: string, what: string): z.ZodDefault<z.ZodString> =>
  z.string().default(`[${name}]`).describe(`What stands for ${what}, as a replacement in Python's syntax.`);

const masks = {
  mask_paths: mask('paths of Unix and Windows'),
  mask_emails: mask('e-mail addresses'),
  mask_secrets: mask('values of keys such as password and token'),
  mask_ids: mask('values of keys such as user_id and session_id'),
  mask_phones: mask('Chinese mobile numbers and international phone numbers'),
  mask_id_cards: mask('Chinese identity card numbers'),
  mask_channel_ids: mask('names of chat channels'),
  mask_platform_open_ids: mask('ids of users of chat platforms'),
  mask_pem: mask('PEM blocks, such as keys and certificates'),
  mask_jwt: mask('JSON web tokens'),
  mask_urls: z.boolean().default(false).describe('Whether http and https URLs are redacted.'),
  mask_ips: mask('IPv4 addresses, and IPv6 addresses in brackets'),
  mask_macs: mask('MAC addresses'),
};

const marks = {
  path_replacement: mark('PATH_REDACTED', 'a path'),
  email_replacement: mark('EMAIL_REDACTED', 'an e-mail address'),
  secret_replacement: mark('REDACTED', 'a secret'),
  id_replacement: mark('ID_REDACTED', 'the value of an id, with the separator before it'),
  phone_replacement: mark('PHONE_REDACTED', 'a phone number'),
  id_card_replacement: mark('ID_CARD_REDACTED', 'an identity card number'),
  channel_id_replacement: mark('CHANNEL_ID_REDACTED', 'a channel or an id of a chat platform'),
  pem_replacement: mark('PEM_REDACTED', 'a PEM block'),
  jwt_replacement: mark('JWT_REDACTED', 'a JSON web token'),
  url_replacement: mark('URL_REDACTED', 'a URL'),
  ip_replacement: mark('IP_REDACTED', 'an IP address'),
  mac_replacement: mark('MAC_REDACTED', 'a MAC address'),
};

/** All of them. */
export const PII_PARAMS = z.strictObject({
  ...masks,
  ...marks,
  extra_patterns: z
    .array(z.tuple([z.string(), z.string()]))
    .nullable()
    .default(null)
    .describe(
      "Further [pattern, replacement] pairs in the syntax of Python's re, without lookaround, applied last.",
    ),
  redact_keys: z
    .array(z.string())
    .nullable()
    .refine((keys) => keys === null || keys.join() === 'text', {
      message: 'only the text can be redacted; leave it out',
    })
    .default(null)
    .describe('Fields to redact; the text only, so null or [text] say the same.'),
  messages_key: z
    .string()
    .nullable()
    .default('messages')
    .describe('The field with messages; since only the text is redacted, it acts on nothing.'),
});

/** Parameters as checked. */
export type PiiParams = z.output<typeof PII_PARAMS>;
/** Name of a parameter that switches a kind on. */
export type Mask = keyof typeof masks;
/** Name of a parameter with what is put in place. */
export type Mark = keyof typeof marks;
