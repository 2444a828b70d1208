/**
 * Removes IP addresses, or what a pattern of your own matches. Use it on logs and forum posts. `from 10.0.0.1 to me`
 * becomes `from  to me`. IPv6 addresses are found when all their eight groups are written.
 */
import { defineMapper } from '../define.js';
import { replacing } from './base.js';

const BYTE = '(?:1[0-9][0-9]|2[0-4][0-9]|25[0-5]|[1-9][0-9]|[0-9])';
/** Addresses are found inside longer numbers as well. A group as in the peer's own pattern: replacements may name it. */
const IP = String.raw`(?:${BYTE}\.){3}${BYTE}|([\da-fA-F]{1,4}:){7}[\da-fA-F]{1,4}`;

/** `clean_ip_mapper`. */
export const cleanIpMapper = defineMapper({
  name: 'clean_ip_mapper',
  summary: 'Removes or replaces IP addresses.',
  version: 1,
  unicode: true,
  ...replacing(IP),
  examples: [
    { before: 'from 10.0.0.1 to me', after: 'from  to me' },
    { params: { repl: '<IP>' }, before: '300.1.1.1 1:2:3:4:5:6:7:8 ::1', after: '30<IP> <IP> ::1' },
  ],
  map: (row, _params, replace) => replace(row.text),
});
