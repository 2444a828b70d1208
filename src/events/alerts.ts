/** Watches the events of a run, one after the other, for what the recipe's `alerts` name. Pure: no clock, no files. */
import type { Alert, AlertSettings } from '../model/alert.js';
import type { JuicerEvent } from '../model/event.js';
import { FailureRate } from './alert-failures.js';
import { OpTimes } from './alert-times.js';

/** An alert of rate or disk has ended only when the value is this share of the limit better than it. */
const SLACK = 0.1;

/** What is given at a tick. */
export interface Tick {
  /** Epoch seconds. */
  now: number;
  /** Free space where the run's folder stands, MiB; null where it is not known. */
  freeDiskMb: number | null;
}

/**
 * Takes the events of one run in order of arrival, provisional ones among them, and gives each alert once, when it
 * begins; again only after it had ended. `told`: alerts that were given before; events read again give none of them.
 */
export class AlertWatch {
  private readonly failures = new FailureRate();
  private readonly times = new OpTimes();
  private readonly active = new Set<string>();
  /** By rule and op, when the newest alert that was told began. */
  private readonly toldAt = new Map<string, number>();

  constructor(
    private readonly settings: AlertSettings,
    told: readonly Alert[] = [],
  ) {
    for (const alert of told) {
      const key = keyOf(alert);
      this.toldAt.set(key, Math.max(alert.since, this.toldAt.get(key) ?? 0));
    }
  }

  /** The alerts that begin with this event. */
  take(event: JuicerEvent): Alert[] {
    this.failures.take(event);
    const free = event.resource_usage?.disk_free_mb ?? null;
    return [
      ...this.failureAlerts(event.timestamp),
      ...this.timeAlerts(this.times.take(event, this.settings.max_op_seconds)),
      ...this.diskAlerts(free, event.timestamp),
    ];
  }

  /** The alerts that begin as time goes by: an attempt that still runs, a disk that others fill. */
  tick({ now, freeDiskMb }: Tick): Alert[] {
    const { max_op_seconds: limit } = this.settings;
    const slow = limit === null ? [] : this.times.running(now, limit);
    return [...this.timeAlerts(slow), ...this.diskAlerts(freeDiskMb, now)];
  }

  private failureAlerts(since: number): Alert[] {
    const { max_failure_rate: limit } = this.settings;
    const { rate, failed, all } = this.failures;
    if (limit === null || rate === null) return [];
    const message = `${failed} of ${all} attempts failed, ${percent(rate)}; the limit is ${percent(limit)}`;
    const alert: Alert = { rule: 'max_failure_rate', value: rate, limit, message, since };
    return this.given(alert, { begins: rate > limit, ends: rate <= limit * (1 - SLACK) });
  }

  private diskAlerts(free: number | null, since: number): Alert[] {
    const { min_free_disk_mb: limit } = this.settings;
    if (limit === null || free === null) return [];
    const message = `${free} MiB are free where the run's folder stands; the limit is ${limit} MiB`;
    const alert: Alert = { rule: 'min_free_disk_mb', value: free, limit, message, since };
    return this.given(alert, { begins: free < limit, ends: free >= limit * (1 + SLACK) });
  }

  private timeAlerts(seen: ReturnType<OpTimes['running']>): Alert[] {
    const { max_op_seconds: limit } = this.settings;
    if (limit === null) return [];
    return seen.flatMap(({ op, partition, seconds, since, slow, running }) => {
      const where = partition === null ? '' : ` of partition ${partition}`;
      const took = `${running ? 'runs for' : 'took'} ${seconds.toFixed(1)} s`;
      const message = `an attempt at ${op}${where} ${took}; the limit is ${limit} s`;
      const at = partition === null ? {} : { partition };
      const alert: Alert = { rule: 'max_op_seconds', value: seconds, limit, message, since, op, ...at };
      return this.given(alert, { begins: slow, ends: !slow && !this.times.slowRunning(op) });
    });
  }

  /** The alert if it begins now and was not told before. */
  private given(alert: Alert, state: { begins: boolean; ends: boolean }): Alert[] {
    const key = keyOf(alert);
    if (state.ends) this.active.delete(key);
    if (!state.begins || this.active.has(key)) return [];
    this.active.add(key);
    if (alert.since <= (this.toldAt.get(key) ?? -Infinity)) return [];
    this.toldAt.set(key, alert.since);
    return [alert];
  }
}

function keyOf({ rule, op }: Alert): string {
  return `${rule} ${op ?? ''}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
