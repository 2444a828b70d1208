/** What the SDK throws, as errors with a code, like those of the system's calls. */

import type { ObjectVerb } from './calls.js';

interface SdkError {
  name?: string;
  $metadata?: { httpStatusCode?: number };
}

const FULL = 507;
const TOO_MANY = 429;
const SERVER_ERRORS = 500;
const CODES: Record<number, string> = { 403: 'AccessDenied', 404: 'ENOENT', 412: 'EEXIST', [FULL]: 'ENOSPC' };
const PRECONDITION_FAILED = 412;

/** Whether what was asked for is not there. A bucket that is not there is something else. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as SdkError;
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket';
}

/** Whether two asked for one name at the same moment: the store wants to be asked again. */
export function isConflict(error: unknown): boolean {
  return (error as SdkError).$metadata?.httpStatusCode === 409;
}

/** Whether the store does not answer, or answers that it cannot now: later it may. */
export function isAway(error: unknown): boolean {
  const { name, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  if (name === 'CredentialsProviderError') return false;
  return status === undefined || status === TOO_MANY || (status >= SERVER_ERRORS && status !== FULL);
}

/**
 * The code of an error: that of the system where there is one with its meaning, else the store's own name for it, such as
 * `NoSuchBucket` or `SlowDown`. It never holds what the object holds.
 */
export function codeOf(error: unknown, verb: ObjectVerb): string {
  const { name = 'Error', $metadata } = error as SdkError;
  // It is another object by now.
  if (verb === 'read' && $metadata?.httpStatusCode === PRECONDITION_FAILED) return 'ESTALE';
  if (name === 'NoSuchBucket') return name;
  const ofSystem = (error as { code?: unknown }).code;
  return CODES[$metadata?.httpStatusCode ?? 0] ?? (typeof ofSystem === 'string' ? ofSystem : name);
}
