/** The verdict of a run, in words. */
import type { NamedFailure, Verdict } from '../model/verdict.js';
import type { Output } from './output.js';

/** The verdict on stdout. */
export function tellVerdict(runId: string, verdict: Verdict, out: Output): void {
  const { ledger, completed, partitions } = verdict.counts;
  const lines = [
    `run        ${runId}`,
    `verdict    ${verdict.status}`,
    `partitions ${completed} of ${partitions}${notThrough(verdict)}`,
    `rows       ${ledger.rows_in} in, ${ledger.rows_out} kept, ${ledger.rejected} rejected, ${ledger.quarantined} quarantined${addedText(ledger)}`,
    `time       ${(verdict.ended_at - verdict.started_at).toFixed(1)} s`,
  ];
  if (verdict.export) lines.push(`export     ${verdict.export.path}`, `sha256     ${verdict.export.sha256}`);
  if (verdict.failure) lines.push(`failure    ${verdict.failure.type}: ${verdict.failure.message}`);
  for (const { kind, partition, failure } of named(verdict).slice(0, 5))
    lines.push(`  ${kind} p${partition} ${failure.op ?? ''}: ${failure.type}: ${failure.message}`);
  out.data(lines.join('\n'), { schemaVersion: 1, run_id: runId, verdict });
  if (verdict.status === 'waiting') tellDecision(runId, verdict, out);
  else if (verdict.status !== 'done') out.note(`juicer resume ${runId} goes on from its checkpoints`);
}

function tellDecision(runId: string, { parked_partitions }: Verdict, out: Output): void {
  const partition = parked_partitions[0]?.partition ?? 0;
  out.note(
    `the run waits for a decision: juicer decide ${runId} retry|skip|quarantine|fail --partition ${partition} (or --all)`,
  );
}

/** Rows that ops made of others; nothing when there are none. */
export function addedText({ added }: { added: number }): string {
  return added === 0 ? '' : `, ${added} added`;
}

function notThrough({ counts }: Verdict): string {
  const kinds = (['failed', 'parked', 'skipped'] as const).filter((kind) => counts[kind] > 0);
  return kinds.map((kind) => `, ${counts[kind]} ${kind}`).join('');
}

function named(verdict: Verdict): (NamedFailure & { kind: string })[] {
  const of = (kind: string, failures: NamedFailure[]) => failures.map((f) => ({ kind, ...f }));
  return [
    ...of('failed', verdict.failed_partitions),
    ...of('parked', verdict.parked_partitions),
    ...of('skipped', verdict.skipped_partitions),
  ];
}
