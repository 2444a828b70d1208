/** Why a run stops before all of its partitions are through: budgets, a decision, or no tolerance for faults. */
import type { FailureInfo } from '../model/verdict.js';
import { endsRun } from './failures.js';
import { planned, type RunState } from './run-state.js';

/** The reason to stop, or null to go on. */
export function stopReason(state: RunState): FailureInfo | null {
  if (state.given_up) return state.given_up;
  const { counts } = state.book;
  const { settings } = planned(state);
  const { max_failed_partitions: failed, max_quarantined_rows: quarantined } = settings;
  const failures = state.book.named('failed').map((named) => named.failure);
  if (!settings.fault_tolerance && failures[0]) return failures[0];
  const changed = failures.find(endsRun);
  if (changed) return changed;
  if (failed !== null && counts.skipped > failed)
    return limit(`${counts.skipped} partitions were skipped, max_failed_partitions allows ${failed}`);
  if (quarantined !== null && counts.ledger.quarantined > quarantined)
    return limit(
      `${counts.ledger.quarantined} rows were quarantined, max_quarantined_rows allows ${quarantined}`,
    );
  return null;
}

function limit(message: string): FailureInfo {
  return { type: 'E_LIMIT', message };
}
