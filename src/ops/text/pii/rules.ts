/** What personal data looks like: patterns in the syntax of Python's `re`, in the order in which they are applied. */
import type { Mark, Mask } from './params.js';

/** One kind of data. */
export interface PiiRule {
  mask: Mask;
  mark: Mark;
  pattern: string;
  /** i where case does not matter. */
  flags?: string;
  /** Replacement of what the pattern matches before the data. */
  keep?: string;
  /** What a text without any match may lack: a quick look that saves a slow one. */
  sign?: RegExp;
}

const { raw } = String;

/** Where a path may begin, and of what its parts are made. */
const PATH_START = raw`(^|[\s"'(\[=])`;
const PATH_PART = raw`[^\s"')\]]`;
const ROOTS = 'Users?|home|tmp|etc|var|opt|Applications';
const SECRET_KEYS =
  'api[_-]?key|apikey|secret|password|passwd|token|auth|authorization|credential|license[_-]?key';
const ID_KEYS = 'session[_-]?id|user[_-]?id|request[_-]?id|trace[_-]?id';
const CHANNEL_KEYS = raw`\bchannel\s*[:=]\s*["']?|当前的\s*channel\s*[:：]\s*`;
const CHANNELS = 'feishu|dingtalk|wecom|wechat_work|email|mail|飞书|钉钉|企业微信|邮箱';
const JWT_PART = '[A-Za-z0-9_=-]+';
const PEM_NAME = '[A-Z0-9 -]+-----';
const BIRTH_DATE = raw`(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])`;

/** Blocks, tokens and URLs: what may hold other data. */
export const BROAD_RULES: PiiRule[] = [
  {
    mask: 'mask_pem',
    mark: 'pem_replacement',
    pattern: raw`-----BEGIN ${PEM_NAME}[\s\S]*?-----END ${PEM_NAME}`,
    sign: /-----END /,
  },
  {
    mask: 'mask_jwt',
    mark: 'jwt_replacement',
    pattern: raw`\beyJ${JWT_PART}\.${JWT_PART}\.${JWT_PART}\b`,
    sign: /eyJ/,
  },
  { mask: 'mask_urls', mark: 'url_replacement', pattern: raw`https?://[^\s"'<>]+`, sign: /:\/\// },
];

/** An IPv6 address in brackets, with a port or not. */
export const IPV6_RULE: PiiRule = {
  mask: 'mask_ips',
  mark: 'ip_replacement',
  pattern: raw`\[[0-9a-fA-F:.]{3,}\](?::\d{1,5})?\b`,
  sign: /\[[0-9a-fA-F:.]/,
};

/** All the rest. */
export const FINE_RULES: PiiRule[] = [
  path(raw`/(?:${ROOTS})${PATH_PART}*`, /\//),
  path(raw`[A-Za-z]:\\${PATH_PART}*`, /:\\/),
  path(raw`\\\\${PATH_PART}+`, /\\\\/),
  {
    mask: 'mask_emails',
    mark: 'email_replacement',
    pattern: raw`[a-zA-Z0-9][\w.+-]*@[\w.-]+\.(?:[a-zA-Z]{2,}|\w{2,})`,
    sign: /@/,
  },
  {
    mask: 'mask_secrets',
    mark: 'secret_replacement',
    pattern: raw`(\b(?:${SECRET_KEYS})\s*[:=]\s*["']?)([^\s"',}\]]+)`,
    flags: 'i',
    keep: raw`\1`,
    sign: /[:=]/,
  },
  {
    mask: 'mask_ids',
    mark: 'id_replacement',
    pattern: raw`\b(${ID_KEYS})\s*[:=]\s*["']?[\w.-]+`,
    flags: 'i',
    keep: raw`\1`,
    sign: /[:=]/,
  },
  {
    mask: 'mask_channel_ids',
    mark: 'channel_id_replacement',
    pattern: raw`(${CHANNEL_KEYS})(${CHANNELS})\b`,
    flags: 'i',
    keep: raw`\1`,
    sign: /channel/i,
  },
  openId(raw`\bou_[0-9a-f]{32}\b`, 'i'),
  openId(raw`\b(ou_|u_|uid_)[0-9a-zA-Z_-]{16,64}\b`, ''),
  { mask: 'mask_phones', mark: 'phone_replacement', pattern: raw`\b1[3-9]\d{9}\b`, sign: /1[3-9]/ },
  {
    mask: 'mask_phones',
    mark: 'phone_replacement',
    pattern: raw`\+\d{1,4}[-.\s]?\d{6,14}\b`,
    sign: /\+/,
  },
  {
    mask: 'mask_id_cards',
    mark: 'id_card_replacement',
    pattern: raw`\b[1-9]\d{5}${BIRTH_DATE}\d{3}[\dXx]\b`,
    sign: /19|20/,
  },
];

function path(pattern: string, sign: RegExp): PiiRule {
  return { mask: 'mask_paths', mark: 'path_replacement', pattern: PATH_START + pattern, keep: raw`\1`, sign };
}

function openId(pattern: string, flags: string): PiiRule {
  return {
    mask: 'mask_platform_open_ids',
    mark: 'channel_id_replacement',
    pattern,
    flags,
    sign: /[uU](?:id)?_/,
  };
}
