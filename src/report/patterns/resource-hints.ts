/** Hints about memory and disk. */
import { numberText } from '../numbers/text.js';
import { plural, runName, type Hint, type HintContext } from './hint.js';
import type { FailurePatterns } from './patterns.js';

/** Share of the allowed memory from which on a worker is close to it. */
const NEAR = 0.9;
/** Free space below which a disk is short, MiB. */
const LOW_DISK_MB = 1024;

/** Memory: attempts that ran out of it, workers that vanished while they were large, or a worker close to its limit. */
export function memoryHint(patterns: FailurePatterns, { plan }: HintContext): Hint | null {
  const out = failuresOf(patterns, 'E_MEMORY');
  const lost = failuresOf(patterns, 'WorkerLost');
  const peak = patterns.resource_usage.peak_rss_mb;
  const limit = plan?.settings.memory_mb ?? null;
  const near = peak !== null && limit !== null && peak >= NEAR * limit;
  if (out === 0 && !near) return null;
  const evidence: string[] = [];
  if (out > 0) evidence.push(`${plural(out, 'attempt')} ended with E_MEMORY`);
  if (lost > 0)
    evidence.push(
      `${plural(lost, 'attempt')} lost with a worker: the system may have ended it for lack of memory`,
    );
  if (peak !== null)
    evidence.push(
      `peak of a worker ${numberText(peak)} MB${limit === null ? '' : ` of ${numberText(limit)} MB allowed`}`,
    );
  const { bytes } = patterns.skew;
  if (bytes) evidence.push(`largest partition ${numberText(bytes.max / 2 ** 20)} MB of input`);
  return {
    symptom: 'memory',
    problem: out > 0 ? 'work ran out of memory' : 'a worker comes close to its memory limit',
    evidence,
    cures: [
      'partition_size, max_partition_size_mb: smaller partitions need less memory each',
      'performance.num_workers: fewer threads share the same memory',
      'performance.memory_limit_gb: raise it where the machine has more',
    ],
  };
}

/** Disk: attempts that found it full, or little space left. */
export function diskHint(patterns: FailurePatterns, context: HintContext): Hint | null {
  const full = failuresOf(patterns, 'E_DISK_FULL');
  const free = patterns.resource_usage.disk_free_mb;
  if (full === 0 && (free === null || free >= LOW_DISK_MB)) return null;
  const evidence: string[] = [];
  if (full > 0) evidence.push(`${plural(full, 'attempt')} ended with E_DISK_FULL`);
  if (free !== null) evidence.push(`least free space ${numberText(free)} MB`);
  const { run_dir_mb: size } = patterns.resource_usage;
  if (size !== null) evidence.push(`folder of the run ${numberText(size)} MB`);
  return {
    symptom: 'disk',
    problem: full > 0 ? 'the disk was full' : 'the disk is nearly full',
    evidence,
    cures: [
      'checkpointing.cleanup_old_checkpoints: true, checkpointing.max_checkpoints_per_partition: fewer files stay',
      'checkpointing.compression: zstd makes them smaller',
      'juicer clean: shows old runs and, with --yes, removes them',
      `juicer checkpoints ${runName(context)} gc: shows what is not needed any more and, with --yes, removes it`,
      ...(patterns.status.parked_partitions > 0
        ? [`juicer decide ${runName(context)} retry --all: goes on when there is space`]
        : []),
    ],
  };
}

/** Failed attempts of one kind. */
export function failuresOf({ failures }: FailurePatterns, type: string): number {
  return failures.by_error_type.find((group) => group.name === type)?.count ?? 0;
}
