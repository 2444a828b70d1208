/** The hint about failures. */
import { percent } from '../numbers/text.js';
import { plural, runName, type Hint, type HintContext } from './hint.js';
import type { FailurePatterns } from './patterns.js';

/** Failed attempts, and their share of all, from which on the rate is high. */
const MANY = 3;
const HIGH_RATE = 0.05;
/** Share of the quarantined rows from which on the data do not suit the ops. */
const HIGH_QUARANTINE = 0.01;
/** Share of the failures that makes their cause one and the same. */
const MOST = 0.5;

/** Failures: partitions that did not come through, a high share of failed attempts, or many quarantined rows. */
export function failureHint(patterns: FailurePatterns, context: HintContext): Hint | null {
  const { status: s, failures, retries } = patterns;
  const lost = s.failed_partitions + s.parked_partitions + s.skipped_partitions;
  const often = s.attempts.failed >= MANY && failures.rate >= HIGH_RATE;
  const quarantined = s.rows.rows_in > 0 ? s.rows.quarantined / s.rows.rows_in : 0;
  if (lost === 0 && !often && quarantined < HIGH_QUARANTINE) return null;
  const evidence: string[] = [];
  if (lost > 0)
    evidence.push(
      `${s.failed_partitions} failed, ${s.parked_partitions} parked, ${s.skipped_partitions} skipped of ${plural(s.total_partitions, 'partition')}`,
    );
  if (s.attempts.failed > 0)
    evidence.push(
      `${s.attempts.failed} of ${plural(s.attempts.total, 'attempt')} failed (${percent(failures.rate)}), ${retries.total} retried`,
    );
  const [top] = failures.by_op_and_type;
  if (top)
    evidence.push(
      `${top.operation_name}: ${top.error_type} ${top.count} times (${percent(top.share)} of the failures)`,
    );
  if (s.rows.quarantined > 0)
    evidence.push(
      `${s.rows.quarantined} of ${plural(s.rows.rows_in, 'row')} quarantined (${percent(quarantined)})`,
    );
  return {
    symptom: 'failures',
    problem:
      lost > 0
        ? 'partitions did not come through'
        : often
          ? 'attempts fail often'
          : 'many rows are quarantined',
    evidence,
    cures: curesOf(patterns, context),
  };
}

function curesOf({ status: s, failures }: FailurePatterns, context: HintContext): string[] {
  const run = runName(context);
  const [top] = failures.by_op_and_type;
  const cures: string[] = [];
  if (top)
    cures.push(`juicer events ${run} --type OPERATION_ERROR: every failure with its place in the code`);
  if (top && top.share >= MOST && top.error_type === 'WorkerLost')
    cures.push(
      'max_worker_losses: more attempts may be lost with their worker; see the hint about memory if there is one',
    );
  else if (top && s.attempts.failed > 0)
    cures.push('max_retries: more attempts, where the cause passes by itself (a network, a busy disk)');
  if (s.rows.quarantined > 0) {
    cures.push(`juicer quarantine ${run} show: the rows, with file, line and reason`);
    cures.push('text_keys, and the parameters of the op: check that they fit the data');
  }
  if (failures.by_error_type.some((group) => group.name === 'E_ROW'))
    cures.push('on_row_error: quarantine sets such rows aside instead of failing their partition');
  if (s.parked_partitions > 0) cures.push(`juicer decide ${run} retry --all: once the cause is gone`);
  if (s.failed_partitions > 0)
    cures.push(`juicer resume ${run}: once the cause is gone; nothing that is done is lost`);
  if (s.skipped_partitions > 0)
    cures.push(`juicer retry ${run} --partition P: takes a skipped partition in again`);
  return cures;
}
