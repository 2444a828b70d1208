/** The verdict of a run, in words. */
import type { Verdict } from '../model/contract.js';
import type { Output } from './output.js';

/** The verdict on stdout. */
export function tellVerdict(runId: string, verdict: Verdict, out: Output): void {
  const { ledger, completed, partitions } = verdict.counts;
  const lines = [
    `run        ${runId}`,
    `verdict    ${verdict.status}`,
    `partitions ${completed} of ${partitions}`,
    `rows       ${ledger.rows_in} in, ${ledger.rows_out} kept, ${ledger.rejected} rejected, ${ledger.quarantined} quarantined`,
    `time       ${(verdict.ended_at - verdict.started_at).toFixed(1)} s`,
  ];
  if (verdict.export) lines.push(`export     ${verdict.export.path}`, `sha256     ${verdict.export.sha256}`);
  if (verdict.failure) lines.push(`failure    ${verdict.failure.type}: ${verdict.failure.message}`);
  for (const f of verdict.failed_partitions.slice(0, 5))
    lines.push(`  p${f.partition} ${f.failure.op ?? ''}: ${f.failure.type}: ${f.failure.message}`);
  out.data(lines.join('\n'), { schemaVersion: 1, run_id: runId, verdict });
  if (verdict.status !== 'done') out.note(`juicer resume ${runId} goes on from its checkpoints`);
}
