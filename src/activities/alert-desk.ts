/** The alerts of one run: watches its events and its disk, logs what begins, and sends it. */
import type { Alert } from '../model/alert.js';
import type { JuicerEvent } from '../model/event.js';
import { AlertWatch } from '../events/alerts.js';
import { freeMb } from './measured.js';
import type { WorkerMetrics } from './metrics.js';
import type { Delivery } from './alert-delivery.js';
import { sendAlert, type SendOptions } from './alert-send.js';

/** Where the desk writes its lines; an activity's `log` is one. */
export interface AlertLog {
  warn(message: string, fields: Record<string, unknown>): void;
}

/** What a desk depends on. */
export interface DeskOptions extends SendOptions {
  log: AlertLog;
  metrics?: WorkerMetrics | undefined;
  /** Alerts that an earlier attempt told; events that are read again tell none of them again. */
  told?: readonly Alert[];
}

/** One desk per run that is followed. */
export class AlertDesk {
  private readonly watch: AlertWatch;
  private readonly sending = new Set<Promise<Delivery[]>>();

  constructor(private readonly options: DeskOptions) {
    this.watch = new AlertWatch(options.settings, options.told ?? []);
  }

  /** Takes the run's next event; gives the alerts that begin with it, which are being sent already. */
  take(event: JuicerEvent): Alert[] {
    return this.tell(this.watch.take(event));
  }

  /** Looks at clock and disk; to be called every few seconds. */
  tick(): Alert[] {
    const freeDiskMb = freeMb(this.options.run.dir);
    return this.tell(this.watch.tick({ now: Date.now() / 1000, freeDiskMb }));
  }

  /** Resolves when all that began was sent, or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.sending);
  }

  private tell(alerts: Alert[]): Alert[] {
    for (const alert of alerts) {
      this.options.log.warn(`alert: ${alert.message}`, fieldsOf(alert));
      this.options.metrics?.alert(alert.rule);
      const sending = this.send(alert);
      this.sending.add(sending);
      void sending.finally(() => this.sending.delete(sending));
    }
    return alerts;
  }

  private async send(alert: Alert): Promise<Delivery[]> {
    const deliveries = await sendAlert(alert, this.options);
    for (const { to, ok, attempts, problem } of deliveries) {
      if (ok) continue;
      const message = `alert could not be told by ${to}: ${problem ?? 'unknown'}`;
      this.options.log.warn(message, { ...fieldsOf(alert), attempts });
    }
    return deliveries;
  }
}

function fieldsOf({ rule, value, limit, partition, op }: Alert): Record<string, unknown> {
  return {
    rule,
    value,
    limit,
    ...(partition === undefined ? {} : { partition }),
    ...(op === undefined ? {} : { op }),
  };
}
