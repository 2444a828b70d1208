/** The log of a worker: one JSON object a line, or text where a person reads along. */
import type { Logger, LogLevel, LogMetadata } from '@temporalio/common';
import { LogTimestamp } from '@temporalio/worker';
import { JuicerError } from '../model/errors.js';
import { asJson, asText, logLine } from './log-line.js';
import { workerName } from './measured.js';

/** From the least to the most urgent. */
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'] as const satisfies readonly LogLevel[];

/** Where lines go and which. */
export interface LogOptions {
  level: LogLevel;
  write(text: string): void;
  /** Whether a person reads along: lines are text instead of JSON. */
  human: boolean;
}

/** A level by its name, in any letter case; WARN when none is given. Throws JuicerError E_USAGE for another word. */
export function logLevel(name: string | undefined): LogLevel {
  const level = LEVELS.find((l) => l === (name ?? 'WARN').toUpperCase());
  if (level) return level;
  throw new JuicerError('E_USAGE', `JUICER_LOG_LEVEL must be one of ${LEVELS.join(', ')}`);
}

/** The log of this process: standard error. */
export function processLog(level: LogLevel): WorkerLog {
  const write = (text: string): void => void process.stderr.write(text);
  return new WorkerLog({ level, write, human: process.stderr.isTTY === true });
}

/** A logger for the SDK's runtime, and so for all that activities log. */
export class WorkerLog implements Logger {
  constructor(private readonly options: LogOptions) {}

  log(level: LogLevel, message: string, meta: LogMetadata = {}): void {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(this.options.level) || isNoise(message, meta)) return;
    this.put(level, message, meta);
  }

  trace(message: string, meta?: LogMetadata): void {
    this.log('TRACE', message, meta);
  }

  debug(message: string, meta?: LogMetadata): void {
    this.log('DEBUG', message, meta);
  }

  info(message: string, meta?: LogMetadata): void {
    this.log('INFO', message, meta);
  }

  warn(message: string, meta?: LogMetadata): void {
    this.log('WARN', message, meta);
  }

  error(message: string, meta?: LogMetadata): void {
    this.log('ERROR', message, meta);
  }

  /** A line that is told whatever the level: that the worker is there. */
  always(message: string, meta: LogMetadata = {}): void {
    this.put('INFO', message, meta);
  }

  private put(level: LogLevel, message: string, meta: LogMetadata): void {
    const line = logLine({ time: timeOf(meta), level, message, worker: workerName, meta });
    this.options.write(this.options.human ? asText(line) : asJson(line));
  }
}

/** When it was logged: what workflows and activities log is handed on in pieces, up to a tenth of a second later. */
function timeOf({ [LogTimestamp]: nanoseconds }: LogMetadata): Date {
  return typeof nanoseconds === 'bigint' ? new Date(Number(nanoseconds / 1_000_000n)) : new Date();
}

/** Lines of the SDK that tell nothing new: of attempts ours say more; that views have no workflows is meant. */
function isNoise(message: string, { sdkComponent }: LogMetadata): boolean {
  if (sdkComponent !== 'worker') return false;
  return message.startsWith('Activity ') || message.startsWith('No workflows registered');
}
