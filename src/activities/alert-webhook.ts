/** Posts an alert to the address that the recipe names. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Delivery } from './alert-delivery.js';

/** How patient a webhook is. */
export interface WebhookOptions {
  /** Bearer secret, sent over https or to this machine only; null: none. */
  token: string | null;
  signal: AbortSignal;
  /** Patience for one answer. 10 s if not given. */
  timeoutMs?: number;
  /** Waits between attempts; there is one attempt more than waits. */
  waitsMs?: readonly number[];
}

const TIMEOUT_MS = 10_000;
const WAITS_MS: readonly number[] = [1000, 4000, 15_000];
/** What a header may carry. A value with anything else would come back, whole, in Node's error. */
const TOKEN = /^[\x21-\x7e]+$/;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * POST of `body`, a JSON text. Tried again when the server is busy or does not answer; another refusal is final, and a
 * redirect is one: the alert goes where the recipe says or nowhere. Never rejects; problems name the host only, for the
 * rest of an address may be secret.
 */
export async function postAlert(url: string, body: string, options: WebhookOptions): Promise<Delivery> {
  const { host } = new URL(url);
  const unfit = unfitToken(url, options.token);
  if (unfit !== null) return { to: 'webhook', ok: false, attempts: 0, problem: unfit };
  const waits = options.waitsMs ?? WAITS_MS;
  for (let attempts = 1; ; attempts++) {
    const outcome = await postOnce(url, body, options);
    if (outcome === 'taken') return { to: 'webhook', ok: true, attempts };
    const problem = `${host}: ${outcome.problem}`;
    const wait = waits[attempts - 1];
    if (outcome.final || wait === undefined || options.signal.aborted)
      return { to: 'webhook', ok: false, attempts, problem };
    // It rejects only when the caller gives up; the next look at the signal sees that.
    await delay(wait, undefined, { signal: options.signal }).catch(() => undefined);
    if (options.signal.aborted) return { to: 'webhook', ok: false, attempts, problem };
  }
}

type Outcome = 'taken' | { problem: string; final: boolean };

async function postOnce(url: string, body: string, options: WebhookOptions): Promise<Outcome> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS)]);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: headers(options),
      body,
      signal,
      redirect: 'manual',
    });
    await answer.body?.cancel();
    const { status } = answer;
    if (answer.ok) return 'taken';
    const busy = status >= 500 || status === 429 || status === 408;
    return { problem: `it answers ${status}`, final: !busy };
  } catch (error) {
    return { problem: problemOf(error), final: options.signal.aborted };
  }
}

function headers({ token }: WebhookOptions): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'durable-juicer',
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

function unfitToken(url: string, token: string | null): string | null {
  if (token === null) return null;
  if (!TOKEN.test(token)) return 'JUICER_ALERT_TOKEN holds a character that a header cannot carry';
  const { protocol, hostname, host } = new URL(url);
  if (protocol === 'https:' || LOOPBACK.test(hostname)) return null;
  return `${host}: JUICER_ALERT_TOKEN is set and is not sent over http; use https`;
}

/** Code of what went wrong below; the error's own words may hold the address. */
function problemOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
  if (error instanceof Error && error.name === 'AbortError') return 'given up';
  const code = (error as { cause?: { code?: unknown } }).cause?.code;
  return typeof code === 'string' ? `no connection (${code})` : 'no connection';
}
