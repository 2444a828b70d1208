/**
 * Around every activity: the record of its attempts, kept in heartbeats, results and failures so that history holds them
 * all, and the gate through which errors go (promise P10): only messages of our own errors pass.
 */
import { CompleteAsyncError, type Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure, type Next } from '@temporalio/common';
import type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInterceptors,
} from '@temporalio/worker';
import { ownFrames } from '../engine/thread.js';
import type { AttemptRecord, Beat, Progress } from '../model/attempt.js';
import { JuicerError } from '../model/errors.js';
import { workerName } from './measured.js';
import { Stopwatch } from './stopwatch.js';

/** What passes, but not in a moment: room that has to be made, a store that has to come back. */
const PASSING: readonly string[] = ['E_DISK_FULL', 'E_STORE'];

/** The start of an attempt is told this late, so that short activities cost no heartbeat. */
const FIRST_BEAT_MS = 250;
const HEARTBEAT_MS = 10_000;
const MESSAGE_LENGTH = 300;
/** The server drops a failure from its sight above some 4 KB. */
const FAILURE_LENGTH = 1000;
/** Earlier records than these lose message and frames: the list rides in every heartbeat. */
const FULL_RECORDS = 10;

/** For the worker's `interceptors.activity`. */
export function attemptLog(ctx: Context): ActivityInterceptors {
  return { inbound: new AttemptLog(ctx) };
}

class AttemptLog implements ActivityInboundCallsInterceptor {
  private readonly log: AttemptRecord[];
  private readonly own: AttemptRecord;
  private readonly watch = new Stopwatch();
  private progress: Progress | undefined;
  private readonly send: (beat: Beat) => void;

  constructor(private readonly ctx: Context) {
    const { info } = ctx;
    // The SDK gives details as they came; only this class ever sends any.
    const before = (info.heartbeatDetails ?? {}) as Partial<Beat>;
    this.progress = before.progress;
    this.own = { attempt: info.attempt, started_at: this.watch.startedAt, worker: workerName };
    this.log = [...earlierAttempts(before.attempts ?? [], info.attempt), this.own];
    const heartbeat = ctx.heartbeat;
    this.send = info.isLocal ? () => undefined : heartbeat;
  }

  async execute(
    input: ActivityExecuteInput,
    next: Next<ActivityInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    this.takeHeartbeats();
    const first = setTimeout(() => this.beat(), FIRST_BEAT_MS);
    try {
      const result = (await next(input)) as object;
      return this.log.length > 1 ? { ...result, attempts: this.log.slice(0, -1) } : result;
    } catch (error) {
      if (error instanceof CompleteAsyncError) throw error;
      throw this.failed(error);
    } finally {
      clearTimeout(first);
    }
  }

  /** The activity beats with its progress and reads back progress; the records go along unseen. */
  private takeHeartbeats(): void {
    const heartbeat = (progress?: Progress): void => {
      if (progress !== undefined) this.progress = progress;
      this.beat();
    };
    Object.assign(this.ctx, { heartbeat });
    Object.assign(this.ctx.info, { heartbeatDetails: this.progress });
  }

  private beat(): void {
    this.send({ attempts: this.log, ...(this.progress === undefined ? {} : { progress: this.progress }) });
  }

  /** Closes this attempt's record and puts the list both into the last heartbeat and into the failure. */
  private failed(error: unknown): Error {
    const shown = shownFailure(error, this.ctx);
    Object.assign(this.own, { ended_at: this.watch.now, error_type: shown.type });
    this.own.error_message = shown.message.slice(0, MESSAGE_LENGTH);
    if (shown.frames.length > 0) this.own.stack = shown.frames;
    if (shown.end === 'lost') this.own.lost = true;
    this.beat();
    const details = [...shown.details, { attempts: this.log }];
    if (shown.end === 'cancelled') return new CancelledFailure(shown.message, details);
    const failure = ApplicationFailure.create({
      type: shown.type,
      message: shown.message,
      nonRetryable: shown.final,
      details,
      ...(PASSING.includes(shown.type) ? { nextRetryDelay: this.longDelay() } : {}),
    });
    failure.stack = [`${shown.type}: ${shown.message}`, ...shown.frames.map((f) => `    ${f}`)].join('\n');
    return failure;
  }

  /** 30 s with heartbeats of 10 s. */
  private longDelay(): number {
    return 3 * (this.ctx.info.heartbeatTimeoutMs ?? HEARTBEAT_MS);
  }
}

/** Records of the attempts before `attempt`: one without an end was lost, so was one that left no record at all. */
function earlierAttempts(records: readonly AttemptRecord[], attempt: number): AttemptRecord[] {
  const earlier: AttemptRecord[] = [];
  for (let k = 1; k < attempt; k++) {
    const record = records.find((r) => r.attempt === k) ?? { attempt: k };
    const closed: AttemptRecord = record.ended_at === undefined ? { ...record, lost: true } : record;
    const { stack: _stack, error_message: _message, ...short } = closed;
    earlier.push(k < attempt - FULL_RECORDS ? short : closed);
  }
  return earlier;
}

interface ShownFailure {
  type: string;
  message: string;
  frames: string[];
  details: unknown[];
  /** No other attempt is wanted. */
  final: boolean;
  /** 'lost': the worker went away; the attempt says nothing about the work. */
  end: 'failed' | 'cancelled' | 'lost';
}

/** What may be told of an error. */
function shownFailure(error: unknown, ctx: Context): ShownFailure {
  const usual = { frames: ownFrames(error), final: false, end: 'failed' as const };
  if (error instanceof JuicerError) {
    const { code, hint, place, retryable } = error;
    const message = error.message.slice(0, FAILURE_LENGTH);
    return { ...usual, type: code, message, details: [{ hint, place, code }], final: !retryable };
  }
  if (error instanceof CancelledFailure || (ctx.cancellationSignal.aborted && isAbort(error))) {
    return stopped(error instanceof CancelledFailure ? error.message : abortReason(ctx));
  }
  const name = error instanceof Error ? error.constructor.name : typeof error;
  const code = shownCode(error);
  const message = `unexpected ${name}${code === null ? '' : ` (${code})`} in ${ctx.info.activityType}`;
  return { ...usual, type: name, message, details: [{ ...(code === null ? {} : { code }) }] };
}

/** A cancel, or the end of the worker, which is no end of the work: another attempt follows. */
function stopped(reason: string): ShownFailure {
  const usual = { frames: [], details: [], final: false };
  return reason === 'WORKER_SHUTDOWN'
    ? { ...usual, type: 'WorkerShutdown', message: 'the worker was told to stop', end: 'lost' }
    : { ...usual, type: 'Cancelled', message: reason, end: 'cancelled' };
}

/** An error's code, if it looks like one: a custom op may put anything there. */
function shownCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,39}$/.test(code) ? code : null;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function abortReason(ctx: Context): string {
  const reason: unknown = ctx.cancellationSignal.reason;
  return reason instanceof CancelledFailure ? reason.message : 'CANCELLED';
}
