/** Why a run stops before all of its partitions are through: budgets, a decision, or no tolerance for faults. */
import type { FailureInfo } from '../model/verdict.js';
import { planned, type RunState } from './run-state.js';

/** The reason to stop, or null to go on. */
export function stopReason(state: RunState): FailureInfo | null {
  if (state.given_up) return state.given_up;
  const { counts } = state.book;
  const { settings } = planned(state);
  const { max_failed_partitions: failed, max_quarantined_rows: quarantined } = settings;
  if (!settings.fault_tolerance && counts.failed > 0) return state.book.named('failed')[0]?.failure ?? null;
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
