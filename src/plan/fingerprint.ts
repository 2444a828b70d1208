/**
 * Fingerprints (promise P5): a chain of digests, from the partition's bytes through every op up to a checkpoint. Two
 * checkpoints with equal fingerprints hold equal rows.
 */
import { canonicalJson } from '../model/canonical.js';
import type { Partition, Plan, PlannedOp } from '../model/plan.js';
import { sourceEnding } from '../model/source-ending.js';

/** Hex sha256 of a text; handed in, since the plan knows no Node. */
export type Digest = (text: string) => string;

/** Digest of everything of an op that can change its output. */
export function opDigest(op: Omit<PlannedOp, 'digest' | 'index'>, digest: Digest): string {
  const files = op.files.map((f) => ({ param: f.param, sha256: f.sha256 }));
  const named = new Set(op.files.map((f) => f.param));
  // A file counts by its content, not by its path.
  const params = Object.fromEntries(Object.entries(op.params).filter(([key]) => !named.has(key)));
  const { name, version, unicode } = op;
  const code = op.code ? { code: op.code.sha256 } : {};
  return digest(canonicalJson({ name, version, params, files, unicode, ...code }));
}

/**
 * Fingerprints of one partition: first of its own file, then after each op, in order (ops.length + 1 entries).
 */
export function fingerprints(plan: Plan, partition: Partition, digest: Digest): string[] {
  const { reader, storage, ops } = plan;
  const rows = {
    sha256: partition.sha256,
    rows: rowSpan(partition),
    forms: formsOf(partition),
    ...endingsOf(plan, partition),
  };
  const start = digest(canonicalJson({ ...rows, reader, storage }));
  const chain = [start];
  for (const op of ops) chain.push(digest(`${chain.at(-1)}\n${op.digest}`));
  return chain;
}

/** Names of files count only where rows get their endings. */
function endingsOf({ reader }: Plan, { sources }: Partition): object {
  return reader.add_suffix === true ? { endings: sources.map(({ file }) => sourceEnding(file)) } : {};
}

/** Equal bytes are other rows when they are read in another way. */
function formsOf(partition: Partition): unknown[] {
  return partition.sources.map(({ format, csv, sample, damage }) => ({
    format,
    ...(csv && { csv: { ...csv } }),
    ...(sample && { sample: { ...sample } }),
    ...(damage !== undefined && { damage }),
  }));
}

/** Row numbers are in the rows, so two partitions of equal bytes are not the same. */
function rowSpan(partition: Partition): number[] {
  return partition.sources.flatMap((s) => [s.row_start, s.row_end]);
}
