/**
 * The independent judge of a run: reads artefacts only and knows nothing of the product's code. Gives what it finds
 * against the promises P1–P6 and P10; how much was interrupted (P4) tells `redoneRows`.
 */
import { checkCommit } from './commit.js';
import { checkEventLines } from './event-lines.js';
import { checkEventPairs } from './event-pairs.js';
import { checkHistory } from './history.js';
import { checkIdentity } from './identity.js';
import { checkLedger } from './ledger.js';
import { obj } from './json.js';
import { openParquet } from './parquet.js';
import { checkPrivacy } from './privacy.js';
import { checkRanges } from './ranges.js';
import { checkRedone } from './redone.js';
import { checkRows } from './rows.js';
import { loadRun, type Run } from './run.js';
import { checkSameResult } from './same-result.js';
import { checkSeals } from './seals.js';
import { checkTotals } from './totals.js';
import { collector, type CheckOptions, type Violation } from './violation.js';

export { redoneOps, redoneRows, type RedoneOp } from './redone.js';
export type { CheckOptions, Violation } from './violation.js';

/** Judges a run that is done, failed, cancelled or waiting by what stands in its folder; an empty list means that all promises hold. */
export async function checkRun(runDir: string, options: CheckOptions = {}): Promise<Violation[]> {
  const { violations, report } = collector();
  const run = loadRun(runDir);
  checkCommit(run, options, report);
  checkRanges(run, options, report);
  checkLedger(run, report);
  checkTotals(run, report);
  checkIdentity(run, report);
  checkSeals(run, report);
  const parquet = await openParquet();
  try {
    await checkSameResult(run, parquet, report);
    await checkRows(run, parquet, report);
  } finally {
    parquet.close();
  }
  // A recipe may turn the event log off.
  if (obj(run.plan, 'settings')?.['export_events'] !== false) {
    checkEventLines(run, report);
    checkEventPairs(run, options, report);
    checkHistory(run, options, report);
    checkRedone(eventsIn(run), options, report);
  }
  checkPrivacy(run, options, report);
  return violations;
}

/** Parsed lines of a run's event log, for helpers such as `redoneRows`. */
export function readEvents(runDir: string): Record<string, unknown>[] {
  return eventsIn(loadRun(runDir));
}

function eventsIn(run: Run): Record<string, unknown>[] {
  return run.events.flatMap((e) => (e.json ? [e.json] : []));
}
