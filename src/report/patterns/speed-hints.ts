/** Hints about slow and unevenly spread work. */
import { numberText, percent, timeText } from '../numbers/text.js';
import { plural, runName, type Hint, type HintContext } from './hint.js';
import type { FailurePatterns } from './patterns.js';
import { failuresOf } from './resource-hints.js';

/** Partitions from which on their spread says something, and how far the greatest stands out then. */
const ENOUGH = 4;
const SKEWED = 3;
/** Work shorter than this is slow for nobody, seconds. */
const WORTH = { partition: 1, op: 5, checkpoints: 5, run: 10 };
/** Share of the ops' time at which one of them decides how long the run takes; share of the time beside the ops. */
const DOMINANT = 0.6;
const COSTLY_CHECKPOINTS = 0.5;

/** All that there is evidence for. */
export function speedHints(patterns: FailurePatterns, context: HintContext): Hint[] {
  return [
    skewHint(patterns, context),
    stallHint(patterns, context),
    opHint(patterns),
    checkpointHint(patterns, context),
    widthHint(patterns, context),
  ].filter((hint) => hint !== null);
}

function skewHint({ skew, status }: FailurePatterns, context: HintContext): Hint | null {
  const { time, bytes } = skew;
  if (!time || time.ratio === null || status.completed_partitions < ENOUGH) return null;
  if (time.ratio < SKEWED || time.max < WORTH.partition) return null;
  const larger = (bytes?.ratio ?? 0) >= SKEWED;
  return {
    symptom: 'slow',
    problem: 'partitions are not alike: the slowest holds up the end',
    evidence: [
      `partition ${time.partition_id} took ${timeText(time.max)}, the middle one ${timeText(time.median)} (${numberText(time.ratio)} times)`,
      `largest input ${numberText((bytes?.max ?? 0) / 2 ** 20)} MB, ${numberText(bytes?.ratio ?? null)} times the middle one`,
    ],
    cures: larger
      ? [
          'max_partition_size_mb: a lower bound makes partitions alike in bytes',
          'partition.strategy: size shares the input out evenly',
          'partition_size: smaller partitions spread better',
        ]
      : [
          'partition_size: smaller partitions spread better over the threads',
          `juicer inspect ${runName(context)} rows --partition ${time.partition_id}: what is different in its rows`,
        ],
  };
}

function stallHint(patterns: FailurePatterns, context: HintContext): Hint | null {
  const stalled = failuresOf(patterns, 'E_STALLED');
  if (stalled === 0) return null;
  const at = patterns.failures.by_op_and_type.find((group) => group.error_type === 'E_STALLED');
  return {
    symptom: 'slow',
    problem: 'work stood still and was ended',
    evidence: [
      `${plural(stalled, 'attempt')} ended with E_STALLED${at ? `, most at ${at.operation_name}` : ''}`,
    ],
    cures: [
      `juicer events ${runName(context)} --type OPERATION_ERROR: the op and the partition; an op may loop on some row`,
      'JUICER_STALL_MS: a longer time, where a single row may take that long',
    ],
  };
}

function opHint({ slowest_ops: ops }: FailurePatterns): Hint | null {
  const [first] = ops;
  if (!first || ops.length < 2 || first.share < DOMINANT || first.total < WORTH.op) return null;
  return {
    symptom: 'slow',
    problem: `${first.name} decides how long the run takes`,
    evidence: [
      `${timeText(first.total)}, ${percent(first.share)} of the time of all ops`,
      `${numberText(first.rows_per_second)} rows/s, ${timeText(first.p95)} at p95`,
    ],
    cures: [
      'process: put cheap filters before it, so that fewer rows reach it',
      'performance.num_workers: more threads, as far as there are cores',
      'juicer worker: more machines, on a server of your own',
    ],
  };
}

function checkpointHint(
  { checkpoint_share: share, checkpoint_seconds: seconds, total_time }: FailurePatterns,
  { plan }: HintContext,
): Hint | null {
  if (share === null || share < COSTLY_CHECKPOINTS || seconds < WORTH.checkpoints) return null;
  if ((total_time ?? 0) < WORTH.run || (plan && plan.segments.length < 2)) return null;
  return {
    symptom: 'slow',
    problem: 'checkpoints take more time than the ops',
    evidence: [`${timeText(seconds)} beside the ops, ${percent(share)} of the time of all segments`],
    cures: [
      'checkpointing.strategy: auto weighs their cost, every_n_ops writes fewer',
      'op_fusion: true runs the ops between two checkpoints in one pass',
      'partition_size: larger partitions have fewer files, where memory allows',
    ],
  };
}

function widthHint({ status, total_time }: FailurePatterns, { plan }: HintContext): Hint | null {
  const window = plan?.settings.window;
  if (window === undefined || total_time === null || total_time < WORTH.run) return null;
  if (status.total_partitions === 0 || status.total_partitions * 2 > window) return null;
  return {
    symptom: 'slow',
    problem: 'there are fewer partitions than threads',
    evidence: [`${plural(status.total_partitions, 'partition')}, room for ${window} side by side`],
    cures: ['partition_size: smaller partitions give every thread something to do'],
  };
}
