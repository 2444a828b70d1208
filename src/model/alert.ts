/** Alerts: what a run is watched for, and what is told when a limit is passed. */

/** The recipe's `alerts`; null leaves a rule, or a way of telling, out. */
export interface AlertSettings {
  /** Share of failed attempts (0 to 1) above which it is told. */
  max_failure_rate: number | null;
  /** Seconds that an attempt at an op may take. */
  max_op_seconds: number | null;
  /** Free space below which it is told, MiB. */
  min_free_disk_mb: number | null;
  /** Address that is sent each alert. */
  webhook: string | null;
  /** Program and arguments that are run for each alert. */
  command: string[] | null;
}

/** Every rule an alert can come from: the name of its key. */
export const ALERT_RULES = ['max_failure_rate', 'max_op_seconds', 'min_free_disk_mb'] as const;

/** One of {@link ALERT_RULES}. */
export type AlertRule = (typeof ALERT_RULES)[number];

/** A limit that was passed. Numbers are in the unit of the rule's key. */
export interface Alert {
  rule: AlertRule;
  value: number;
  limit: number;
  /** One sentence; never row text. */
  message: string;
  /** Epoch seconds at which the limit was passed. */
  since: number;
  partition?: number;
  op?: string;
}

/** Settings that watch for nothing. */
export const NO_ALERTS: AlertSettings = {
  max_failure_rate: null,
  max_op_seconds: null,
  min_free_disk_mb: null,
  webhook: null,
  command: null,
};

/** Whether there is anything to watch for. */
export function watchesAnything(settings: AlertSettings): boolean {
  return (
    settings.max_failure_rate !== null ||
    settings.max_op_seconds !== null ||
    settings.min_free_disk_mb !== null
  );
}
