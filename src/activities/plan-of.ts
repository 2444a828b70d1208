/** The plan of a run as far as it can be read, for what must work without one. */
import { JuicerError } from '../model/errors.js';
import type { EventLogging, Plan } from '../model/plan.js';
import { readJson } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import type { Store } from '../storage/store.js';

const DEFAULT_LOGGING = { log_level: 'INFO', max_log_size_mb: 100, backup_count: 5 } as const;

/** The plan, of whatever recipe; null when there is none to be read: that has failed the run, and the log tells of it. */
export function planOf(store: Store): Plan | null {
  try {
    return readJson<Plan>(store, RUN_FILES.plan);
  } catch (error) {
    if (error instanceof JuicerError && !error.retryable) return null;
    throw error;
  }
}

/** What governs the files of the event log; a run that was never planned has the default settings. */
export function loggingOf(
  plan: Plan | null,
): Pick<EventLogging, 'log_level' | 'max_log_size_mb' | 'backup_count'> {
  return plan?.event_logging ?? DEFAULT_LOGGING;
}
