/** The activities of one partition: cut, apply a segment. */
import type { CutTask, SegmentResult, SegmentTask } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import type { InputFile, Partition } from '../model/plan.js';
import type { SegmentOutcome } from '../engine/job.js';
import { checkpointFolder, traceFolder } from '../storage/layout.js';
import type { ActivityDependencies } from './dependencies.js';
import { measured, runJob } from './measured.js';
import { partitionOf, runFiles, type RunFiles } from './run-files.js';

/** Finds the furthest valid record of a partition, or reads its range of the input and writes its file. */
export function cutPartition(
  deps: ActivityDependencies,
  { run, partition: id, redo_from }: CutTask,
): Promise<SegmentResult> {
  return measured(run, async () => {
    const files = runFiles(run);
    const partition = partitionOf(files, id);
    const outcome = await runJob<'cut'>(
      deps,
      {
        kind: 'cut',
        dir: run.dir,
        plan: files.plan,
        partition,
        ...inputsOf(files, partition),
        redoFrom: redo_from ?? null,
      },
      {
        phase: 'cut',
        total: partition.rows,
        bytes: partition.bytes,
        memoryMb: files.plan.settings.memory_mb,
        folders: ['partitions', checkpointFolder(id)],
      },
    );
    const done = outcome.record.index;
    return { ...told(outcome, -1), next_segment: files.plan.segments.filter((s) => s.to <= done).length };
  });
}

/** Runs one segment and leaves its checkpoint. */
export function applySegment(deps: ActivityDependencies, task: SegmentTask): Promise<SegmentResult> {
  const { run } = task;
  return measured(run, async () => {
    const files = runFiles(run);
    const partition = partitionOf(files, task.partition);
    const segment = files.plan.segments[task.segment];
    if (!segment) throw new JuicerError('E_INTERNAL', `run ${run.run_id} has no segment ${task.segment}`);
    const outcome = await runJob<'apply'>(
      deps,
      {
        kind: 'apply',
        dir: run.dir,
        plan: files.plan,
        partition,
        ...inputsOf(files, partition),
        segment,
        giveUp: task.give_up === true,
      },
      {
        phase: segment.summary,
        total: partition.rows,
        bytes: partition.bytes,
        memoryMb: files.plan.settings.memory_mb,
        opNames: files.plan.ops.map((o) => o.name),
        folders: ['partitions', checkpointFolder(partition.id), traceFolder(partition.id)],
      },
    );
    return told(outcome, segment.index);
  });
}

/** The files that a partition is read from, as they were planned with. */
function inputsOf({ mapping }: RunFiles, partition: Partition): { inputs: InputFile[] } {
  const files = new Set(partition.sources.map((source) => source.file));
  return { inputs: mapping.inputs.filter((input) => files.has(input.file)) };
}

function told(
  outcome: SegmentOutcome,
  segment: number,
): Omit<SegmentResult, 'started_at' | 'ended_at' | 'worker' | 'resource_usage'> {
  const { record, ops, ledger, loaded_from, set_aside, reused, cleaned } = outcome;
  const checkpoint = { path: record.file, sha256: record.sha256, bytes: record.bytes };
  return {
    segment,
    outcome: outcome.outcome,
    loaded_from,
    ops,
    ledger,
    checkpoint,
    set_aside,
    ...(reused ? { reused } : {}),
    ...(cleaned ? { cleaned } : {}),
  };
}
