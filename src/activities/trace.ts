/** Joins the tracer's samples at the end of a run. */
import type { FileRef } from '../model/checkpoint.js';
import type { RunRef } from '../model/contract.js';
import { TRACE_PARTS } from '../engine/tracer-piece.js';
import { TRACE } from '../storage/layout.js';
import type { ActivityDependencies } from './dependencies.js';
import { runJob } from './measured.js';
import type { RunFiles } from './run-files.js';

/** Writes `trace/`; gives its files. Nothing when the recipe has no tracer. */
export async function writeTrace(
  deps: ActivityDependencies,
  run: RunRef,
  { plan, mapping }: Pick<RunFiles, 'plan' | 'mapping'>,
): Promise<FileRef[]> {
  if (!plan.trace) return [];
  const job = { kind: 'trace' as const, dir: run.dir, plan, partitions: mapping.partitions };
  const largest = mapping.partitions.reduce((most, { bytes }) => Math.max(most, bytes), 0);
  const story = { phase: 'join traces', total: null, bytes: largest, folders: [TRACE, TRACE_PARTS] };
  const { files } = await runJob<'trace'>(deps, job, story);
  return files;
}
