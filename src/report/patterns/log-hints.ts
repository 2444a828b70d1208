/** The hint about the event log. */
import { numberText } from '../numbers/text.js';
import { loggingOf, plural, runName, type Hint, type HintContext } from './hint.js';
import type { FailurePatterns } from './patterns.js';

/** Size from which on a log of one run is unwieldy, MiB. */
const LARGE_MB = 1024;

/** The log: damaged lines, lines that are missing, or were dropped by rotation; histories that were dropped; a huge log. */
export function logHint(patterns: FailurePatterns, context: HintContext): Hint | null {
  const { log } = context;
  const evidence: string[] = [];
  const cures: string[] = [];
  const again = `juicer events ${runName(context)} --rebuild: writes the log again, from the history`;
  // While the run goes on its last line may be half written.
  if (log && log.damaged > 0 && patterns.status.ended_at !== null) {
    evidence.push(`${plural(log.damaged, 'damaged line')} in ${plural(log.files, 'log file')}`);
    cures.push(again);
  }
  const missing = missingLines(patterns, context);
  const rotated =
    missing > 0 && log !== undefined && log.files > (loggingOf(context)?.backup_count ?? Infinity);
  if (missing > 0) {
    evidence.push(
      `${log?.lines ?? 0} lines in the log, ${plural(missing, 'line')} less than the history has`,
    );
    if (rotated)
      cures.push(
        'event_logging.max_log_size_mb, event_logging.backup_count: raise them, the oldest lines were dropped',
      );
    if (!cures.includes(again)) cures.push(again);
  }
  const megabytes = (log?.bytes ?? 0) / 2 ** 20;
  if (megabytes >= LARGE_MB) {
    evidence.push(`${numberText(megabytes)} MB of log`);
    cures.push('event_logging.log_level: WARNING keeps what went wrong only');
    cures.push(
      'event_logging.max_log_size_mb, event_logging.backup_count: lower them, old lines are dropped',
    );
  }
  if (patterns.log.gone_histories > 0) {
    evidence.push(`${plural(patterns.log.gone_histories, 'history')} of partitions dropped by the server`);
    cures.push(
      'juicer doctor: shows how long the server keeps histories; make it longer than the longest run',
    );
  }
  if (evidence.length === 0) return null;
  return { symptom: 'log', problem: problemOf(patterns, { context, rotated, missing }), evidence, cures };
}

/** Lines that the history has and the log, of a run that has ended, has not. */
function missingLines({ log: { lines }, status }: FailurePatterns, context: HintContext): number {
  const logging = loggingOf(context);
  if (!context.log || !logging || context.fromLog || status.ended_at === null) return 0;
  return Math.max(0, lines[logging.log_level] - context.log.lines);
}

function problemOf(
  { log, status }: FailurePatterns,
  o: { context: HintContext; rotated: boolean; missing: number },
): string {
  if ((o.context.log?.damaged ?? 0) > 0 && status.ended_at !== null) return 'the event log is damaged';
  if (o.rotated) return 'the event log has lost its oldest lines';
  if (o.missing > 0) return 'events are missing in the log';
  return log.gone_histories > 0 ? 'the history of the run is no longer whole' : 'the event log is very large';
}
