/** Warnings about a recipe and its input on this machine. */
import path from 'node:path';
import { policyOf } from '../activities/build-plan.js';
import { runDir } from '../client/start.js';
import type { CutPartition } from '../input/cutter.js';
import { headOf } from '../input/head.js';
import { inputSize, type InputSpec } from '../input/scan.js';
import { segmentsOf } from '../plan/segments.js';
import { planWarnings, type PlanWarning } from '../plan/warnings.js';
import type { ResolvedRecipe } from '../recipe/load.js';
import { exists, freeBytes } from '../storage/files.js';
import { threadsHere } from './planned-here.js';
import { storageForms } from '../recipe/storage.js';

const MIB = 2 ** 20;
const LF = 0x0a;

/**
 * Where the recipe departs from good practice. Without a scan (`partitions` null) the largest partition is taken to be as
 * large as it may be, with rows like the first ones. The threads are those that an embedded worker would have here.
 */
export async function warningsFor(
  recipe: ResolvedRecipe,
  files: readonly InputSpec[],
  partitions: readonly CutPartition[] | null,
): Promise<PlanWarning[]> {
  const { performance, checkpointing } = recipe;
  const input = inputSize(files);
  const names = recipe.process.map((op) => op.name);
  const segments = segmentsOf(names, policyOf(recipe)).length;
  const { cleanup_old_checkpoints, max_checkpoints_per_partition: max } = checkpointing;
  return planWarnings({
    largestPartition: partitions ? largest(partitions) : await mostBytes(recipe, files, input),
    input,
    memoryMb: performance.memory_limit_gb * 1024,
    threads: threadsHere(recipe),
    maxRetries: recipe.enable_fault_tolerance ? recipe.max_retries : 0,
    checkpoints: cleanup_old_checkpoints ? Math.min(segments, max) : segments,
    forms: storageForms(recipe),
    free: freeBytes(existing(runDir(recipe, 'new'))),
  });
}

function largest(partitions: readonly CutPartition[]): number {
  return partitions.reduce((size, p) => Math.max(size, p.bytes), 0);
}

/** How large a partition may become, by the rows at the start of the input. */
async function mostBytes(
  recipe: ResolvedRecipe,
  files: readonly InputSpec[],
  input: number,
): Promise<number> {
  const { partition, text_keys } = recipe;
  const most = Math.min(partition.target_size_mb ?? Infinity, recipe.max_partition_size_mb) * MIB;
  const partition_size = recipe.partition_size ?? Infinity;
  // What is sized by itself is sized to fit.
  if (partition.strategy === 'adaptive') return 0;
  const [first] = files;
  if (!first) return 0;
  const { rows: head, bytes } = await headOf(first, text_keys);
  const rows = head.bytes.reduce((count, byte) => count + (byte === LF ? 1 : 0), 0);
  // Where no row ends in the head of the file nothing is known.
  const mean = rows === 0 ? Infinity : bytes / rows;
  return first.packing === 'none'
    ? Math.min(input, most, partition_size * mean)
    : Math.min(most, partition_size * mean);
}

/** A warning in one line. */
export function warningLine({ message, cure }: PlanWarning): string {
  return `warning: ${message}; ${cure}`;
}

/** The folder, or the one above it in which it would be made. */
function existing(folder: string): string {
  return exists(folder) || path.dirname(folder) === folder ? folder : existing(path.dirname(folder));
}
