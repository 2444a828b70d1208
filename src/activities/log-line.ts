/** One line of a worker's log: which fields it may have, as JSON and for a person (promise P10: never row text). */
import { CancelledFailure, ApplicationFailure, type LogLevel, type LogMetadata } from '@temporalio/common';
import { TransportError } from '@temporalio/worker';
import { ownFrames } from '../engine/thread.js';
import { JuicerError } from '../model/errors.js';
import { parsePartitionWorkflowId } from '../model/ids.js';

const TEXT_LENGTH = 500;

/** Fields of ours that go through as they are, when they are a number, a truth or a short text. */
const OWN_FIELDS = [
  'run',
  'partition',
  'op',
  'attempt',
  'attempts',
  'rule',
  'value',
  'limit',
  'rows_in',
  'rows_out',
  'error_type',
  'build',
  'threads',
  'queue',
] as const;

/** A line before it is written. `time` is ISO 8601 in UTC, `duration` in seconds. */
export interface LogLine {
  time: string;
  level: LogLevel;
  message: string;
  worker: string;
  [field: string]: unknown;
}

/** Makes a line of what the SDK or our own code wants to log. Fields that are not known are left out. */
export function logLine(o: {
  time: Date;
  level: LogLevel;
  message: string;
  worker: string;
  meta: LogMetadata;
}): LogLine {
  return {
    time: o.time.toISOString(),
    level: o.level,
    message: o.message.slice(0, TEXT_LENGTH),
    ...placeOf(o.meta),
    ...ownFields(o.meta),
    ...durationOf(o.meta),
    worker: o.worker,
    ...errorFields(o.meta),
  };
}

/** A line as JSON, with its line feed. */
export function asJson(line: LogLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** A line for a terminal: time of day, level, message, then the other fields. */
export function asText({ time, level, message, ...fields }: LogLine): string {
  const rest = Object.entries(fields)
    .filter(([name]) => name !== 'worker')
    .map(([name, value]) => `${name}=${shown(value)}`);
  return `${[time.slice(11, 19), level.padEnd(5), shown(message, true), ...rest].join(' ')}\n`;
}

/** Run and partition, from the id of the workflow. */
function placeOf({ workflowId, activityType }: LogMetadata): Record<string, unknown> {
  const activity = typeof activityType === 'string' ? { activity: activityType } : {};
  if (typeof workflowId !== 'string') return activity;
  const parsed = parsePartitionWorkflowId(workflowId);
  return parsed
    ? { run: parsed.runId, partition: parsed.partition, ...activity }
    : { run: workflowId, ...activity };
}

function ownFields(meta: LogMetadata): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of OWN_FIELDS) {
    const value: unknown = meta[name];
    if (typeof value === 'number' || typeof value === 'boolean') found[name] = value;
    if (typeof value === 'string') found[name] = value.slice(0, TEXT_LENGTH);
  }
  return found;
}

function durationOf({ duration, durationMs }: LogMetadata): Record<string, unknown> {
  if (typeof duration === 'number') return { duration: Math.round(duration * 1000) / 1000 };
  return typeof durationMs === 'number' ? { duration: Math.round(durationMs) / 1000 } : {};
}

/** Of an error whose words may quote a row only class, code and frames; the native core tells its errors as text. */
function errorFields({ error, sdkComponent }: LogMetadata): Record<string, unknown> {
  if (typeof error === 'string') return sdkComponent === 'core' ? { error: error.slice(0, TEXT_LENGTH) } : {};
  if (!(error instanceof Error)) return {};
  const code = (error as { code?: unknown }).code;
  const frames = ownFrames(error);
  return {
    error_type: error instanceof ApplicationFailure ? (error.type ?? error.name) : error.constructor.name,
    ...(typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,39}$/.test(code) ? { code } : {}),
    ...(mayBeQuoted(error) ? { error: error.message.slice(0, TEXT_LENGTH) } : {}),
    ...(error instanceof JuicerError && error.hint !== undefined ? { hint: error.hint } : {}),
    ...(frames.length > 0 ? { frames } : {}),
  };
}

/** Errors whose messages are ours, or the transport's: an attempt's failure has gone through `attempt-log.ts`. */
function mayBeQuoted(error: Error): boolean {
  return (
    error instanceof JuicerError ||
    error instanceof ApplicationFailure ||
    error instanceof CancelledFailure ||
    error instanceof TransportError
  );
}

function shown(value: unknown, bare = false): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const plain = bare ? /^[^\p{C}]*$/u : /^[^\p{C}\s"=]+$/u;
  return plain.test(text) ? text : escaped(JSON.stringify(text));
}

/** Other control and format characters than JSON escapes: none may steer a terminal. */
function escaped(text: string): string {
  return text.replace(/\p{C}/gu, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}
