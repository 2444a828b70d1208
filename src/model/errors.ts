/**
 * The one error family of the product. Only the messages of this class may enter failures, heartbeats, logs and
 * events (promise P10): they name files, lines and keys, never row text.
 */
import { shownPaths } from './object-path.js';

/** Process exit codes of the command line (design §8). */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  doneWithLosses: 3,
  noConnection: 4,
  noSuchRun: 5,
  refused: 6,
  needsDecision: 8,
  interrupted: 130,
} as const;

/** Every code an error of ours can carry, with its exit code and whether another attempt may help. */
export const ERROR_CODES = {
  E_USAGE: { exit: EXIT.usage, retryable: false },
  E_RECIPE: { exit: EXIT.usage, retryable: false },
  E_UNKNOWN_OP: { exit: EXIT.usage, retryable: false },
  E_UNSUPPORTED: { exit: EXIT.usage, retryable: false },
  E_INPUT_MISSING: { exit: EXIT.usage, retryable: false },
  E_EXPORT_PATH: { exit: EXIT.usage, retryable: false },
  E_TEXT_KEY: { exit: EXIT.usage, retryable: false },
  E_SERVER_PROGRAM: { exit: EXIT.noConnection, retryable: false },
  E_CONNECTION: { exit: EXIT.noConnection, retryable: true },
  E_NO_SUCH_RUN: { exit: EXIT.noSuchRun, retryable: false },
  E_REFUSED: { exit: EXIT.refused, retryable: false },
  E_INPUT_CHANGED: { exit: EXIT.refused, retryable: false },
  E_LIMIT: { exit: EXIT.failed, retryable: false },
  E_CHECKPOINT: { exit: EXIT.failed, retryable: false },
  E_IO: { exit: EXIT.failed, retryable: true },
  E_DISK_FULL: { exit: EXIT.failed, retryable: true },
  E_STORE: { exit: EXIT.failed, retryable: true },
  E_STALLED: { exit: EXIT.failed, retryable: true },
  E_MEMORY: { exit: EXIT.failed, retryable: true },
  E_RESULT: { exit: EXIT.failed, retryable: false },
  E_ROW: { exit: EXIT.failed, retryable: false },
  E_OP: { exit: EXIT.failed, retryable: true },
  E_INTERNAL: { exit: EXIT.failed, retryable: true },
} as const;

/** A code of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What an error says besides its message. */
export interface ErrorContext {
  /** What to do about it, one sentence. */
  hint?: string;
  /** Where: a file with line, a recipe key, an op. */
  place?: string;
  cause?: unknown;
}

/** An error of ours. `message` = subject, problem, place; no row text; safe to show anywhere. */
export class JuicerError extends Error {
  override readonly name = 'JuicerError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly place: string | undefined;

  constructor(code: ErrorCode, message: string, context: ErrorContext = {}) {
    super(shownPaths(message), context.cause === undefined ? undefined : { cause: context.cause });
    this.code = code;
    this.hint = context.hint === undefined ? undefined : shownPaths(context.hint);
    this.place = context.place === undefined ? undefined : shownPaths(context.place);
  }

  /** Whether another attempt of the same work may succeed. */
  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  /** Exit code of a command that ends with this error. */
  get exitCode(): number {
    return ERROR_CODES[this.code].exit;
  }
}
