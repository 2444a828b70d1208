/** Around every activity, outside of `attempt-log.ts`: a log line and a count for each attempt that ends. */
import { runFiles } from './run-files.js';
import type { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure, type Next } from '@temporalio/common';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptors,
} from '@temporalio/worker';
import type { RunRef } from '../model/contract.js';
import type { AttemptOutcome, WorkerMetrics } from './metrics.js';
import { Stopwatch } from './stopwatch.js';

/** Steps by their activity, as events name them. */
const STEPS: Record<string, string> = {
  planRun: 'plan',
  readPlanPage: 'read_plan',
  cutPartition: 'partition',
  finishPartition: 'finish',
  skipPartition: 'skip',
  mergeSpan: 'merge',
  commitExport: 'commit',
  cleanUp: 'clean_up',
  writeReports: 'report',
  exportEvents: 'export_events',
};

/** For the worker's `interceptors.activity`, as the first: what reaches it holds no row text any more. */
export function attemptReports(metrics: WorkerMetrics): (ctx: Context) => ActivityInterceptors {
  return (ctx) => ({ inbound: new AttemptReports(ctx, metrics) });
}

class AttemptReports implements ActivityInboundCallsInterceptor {
  constructor(
    private readonly ctx: Context,
    private readonly metrics: WorkerMetrics,
  ) {}

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const watch = new Stopwatch();
    try {
      const result = await next(input);
      this.done(input, watch.elapsed, result);
      return result;
    } catch (error) {
      this.failed(input, watch.elapsed, error);
      throw error;
    }
  }

  private done(input: ActivityExecuteInput, duration: number, result: unknown): void {
    const op = workName(this.ctx, input);
    const { ledger } = (result ?? {}) as { ledger?: { rows_in: number; rows_out: number } };
    const rows = ledger ? { rows_in: ledger.rows_in, rows_out: ledger.rows_out } : {};
    this.metrics.attempt(op, 'done');
    this.ctx.log.info(`${op}: attempt ${this.ctx.info.attempt} done`, { op, duration, ...rows });
  }

  private failed(input: ActivityExecuteInput, duration: number, error: unknown): void {
    const op = workName(this.ctx, input);
    const outcome = outcomeOf(error);
    this.metrics.attempt(op, outcome);
    const level = outcome === 'failed' ? 'warn' : 'info';
    this.ctx.log[level](`${op}: attempt ${this.ctx.info.attempt} ${outcome}`, { op, duration, error });
  }
}

/** 'lost' are attempts that the worker's own end cut short; a killed worker tells of nothing. */
function outcomeOf(error: unknown): AttemptOutcome {
  if (error instanceof CancelledFailure) return 'cancelled';
  return error instanceof ApplicationFailure && error.type === 'WorkerShutdown' ? 'lost' : 'failed';
}

/** The ops of a segment joined by " + ", or the step's name. */
function workName(ctx: Context, input: ActivityExecuteInput): string {
  const { activityType } = ctx.info;
  const [task] = input.args as [{ run?: RunRef; segment?: number } | undefined];
  const step = STEPS[activityType] ?? activityType;
  if (task?.run === undefined || task.segment === undefined) return step;
  try {
    return runFiles(task.run).plan.segments[task.segment]?.summary ?? step;
  } catch {
    // A plan that cannot be read has failed the attempt already, with an error of its own.
    return step;
  }
}
