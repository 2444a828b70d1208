/** A hint: what a run suffers from, by which numbers that shows, and what cures it. */
import type { EventLogging, Plan } from '../../model/plan.js';
import type { LogHealth } from './log-health.js';

/** The troubles that a guide to such runs knows. */
export type Symptom = 'memory' | 'disk' | 'failures' | 'slow' | 'log';

/** One hint. */
export interface Hint {
  symptom: Symptom;
  /** What is wrong, in one line. */
  problem: string;
  /** The numbers that show it. */
  evidence: string[];
  /** Each one key of the recipe, or one command, with what it does. */
  cures: string[];
}

/** What is known of a run besides its events. What is absent gives no hint. */
export interface HintContext {
  /** For the commands that are named. */
  run?: string;
  plan?: Pick<Plan, 'settings' | 'op_fusion' | 'event_logging' | 'segments'>;
  log?: LogHealth;
  /** The events were read from the log itself: what is missing there cannot be seen. */
  fromLog?: boolean;
}

/** Name of the run for a command. */
export function runName({ run }: HintContext): string {
  return run ?? 'RUN';
}

/** The recipe's settings of the log, if there is to be one. */
export function loggingOf({ plan }: HintContext): EventLogging | null {
  const logging = plan?.event_logging;
  return logging && plan.settings.export_events ? logging : null;
}

/** `3 attempts`, `1 attempt`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
