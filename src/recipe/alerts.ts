/** The settings below `alerts`. Each description reads on from "expected". */
import { z } from 'zod';

const MOST_ARGUMENTS = 100;

const WEBHOOK = 'null or an http or https address without user, password and #';

const argument = z.string().refine((text) => !text.includes('\0'));

/** Limits, and who is told. */
export const alerts = z.strictObject({
  max_failure_rate: z
    .union([z.null(), z.number().min(0).max(1)])
    .describe('null or a number from 0 to 1')
    .default(0.1),
  max_op_seconds: z
    .union([z.null(), z.number().positive().max(1_000_000_000)])
    .describe('null or a number above 0')
    .default(null),
  min_free_disk_mb: z
    .union([z.null(), z.int().min(0).max(Number.MAX_SAFE_INTEGER)])
    .describe('null or a whole number from 0 on')
    .default(1024),
  webhook: z
    .union([z.null(), z.string().max(2000).refine(isWebhook)])
    .describe(WEBHOOK)
    .default(null),
  command: z
    .union([
      z.null(),
      z
        .tuple([argument.min(1)])
        .rest(argument)
        .refine(isShort),
    ])
    .describe('null or a list: a program, then its arguments')
    .default(null),
});

function isWebhook(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && username === '' && password === '' && hash === '';
}

function isShort(list: readonly string[]): boolean {
  return list.length <= MOST_ARGUMENTS;
}
