/** Tells an alert to whom the recipe names: a webhook, a command, or both. */
import type { Alert, AlertSettings } from '../model/alert.js';
import type { RunRef } from '../model/contract.js';
import { runAlertCommand } from './alert-command.js';
import type { Delivery } from './alert-delivery.js';
import { postAlert } from './alert-webhook.js';

/** What sending depends on. */
export interface SendOptions {
  run: RunRef;
  settings: AlertSettings;
  /** JUICER_ALERT_TOKEN: the webhook's bearer secret. JUICER_ALLOW_COMMANDS: `1` lets commands run. */
  env: NodeJS.ProcessEnv;
  /** Aborting gives up. */
  signal: AbortSignal;
}

/** Sends one alert in every way that the recipe names, side by side. Never rejects: what failed is in the deliveries. */
export function sendAlert(alert: Alert, options: SendOptions): Promise<Delivery[]> {
  const { webhook, command } = options.settings;
  const body = alertBody(options.run, alert);
  const ways: Promise<Delivery>[] = [];
  if (webhook !== null) {
    const token = options.env.JUICER_ALERT_TOKEN ?? '';
    ways.push(postAlert(webhook, body, { token: token === '' ? null : token, signal: options.signal }));
  }
  if (command !== null) ways.push(tellCommand(command, body, options));
  return Promise.all(ways);
}

/** What is posted, and what a command reads from its standard input: one JSON object and a line feed. */
export function alertBody(run: RunRef, alert: Alert): string {
  return `${JSON.stringify({ schema_version: 1, run_id: run.run_id, alert })}\n`;
}

async function tellCommand(argv: readonly string[], body: string, options: SendOptions): Promise<Delivery> {
  const { env, run, signal } = options;
  if (env.JUICER_ALLOW_COMMANDS === '1') return runAlertCommand(argv, body, { env, cwd: run.dir, signal });
  const problem = 'this worker runs no commands; JUICER_ALLOW_COMMANDS=1 allows them';
  return { to: 'command', ok: false, attempts: 0, problem };
}
