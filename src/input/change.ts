/** Whether an input file is still what a run was planned with; if not, what differs, in words. */
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, InputFile, Partition } from '../model/plan.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';

/** Size and time of a file. */
export type Seen = Pick<InputFile, 'bytes' | 'mtime_ms'>;

/** A run whose input is looked at. `firstChanged` reads partitions as their files are now. */
export interface Planned {
  runId: string;
  mapping: DatasetMapping;
  firstChanged(partitions: readonly Partition[]): Promise<number | null>;
}

/**
 * Passes when the inputs of a run have the size and time that they had, or the same content.
 * @throws JuicerError E_INPUT_CHANGED that names what differs, E_INPUT_MISSING, E_IO.
 */
export async function checkUnchanged({ runId, mapping, firstChanged }: Planned): Promise<void> {
  const touched = new Set<string>();
  for (const input of mapping.inputs) {
    const now = look(input.file);
    if (!now) throw inputGone(runId, input.file);
    if (now.bytes !== input.bytes) throw inputChanged({ runId, input, now, partition: null });
    if (now.mtime_ms !== input.mtime_ms) touched.add(input.file);
  }
  if (touched.size === 0) return;
  const suspects = mapping.partitions.filter((p) => p.sources.some((s) => touched.has(s.file)));
  const id = await firstChanged(suspects);
  const partition = mapping.partitions.find((p) => p.id === id);
  if (!partition) return;
  const inputs = mapping.inputs.filter((input) => touched.has(input.file));
  throw contentChanged({ runId, inputs, partition });
}

function inputGone(runId: string, file: string): JuicerError {
  return new JuicerError('E_INPUT_MISSING', `input file ${file} of run ${runId} does not exist any more`);
}

function look(file: string): Seen | null {
  const stat = diskErrors(`look at input file ${file}`, () => disk.stat(file));
  return stat ? { bytes: stat.size, mtime_ms: stat.mtimeMs } : null;
}

/** What was found: the file as it was planned with and as it is, and a partition whose bytes differ, where that is known. */
export interface Change {
  runId: string;
  input: InputFile;
  now: Seen | null;
  partition: Partition | null;
}

/** The error for an input that is not what it was. */
export function inputChanged({ runId, input, now, partition }: Change): JuicerError {
  const what = [
    ...(now ? sightDifferences(input, now) : ['it is gone']),
    ...contentDifference(partition, input.file),
  ];
  return new JuicerError(
    'E_INPUT_CHANGED',
    `input file ${input.file} has changed since run ${runId} was planned: ${what.join(', ')}`,
    { hint: 'put the file back as it was and resume, or start a new run: it reuses what still fits' },
  );
}

/**
 * The same, for a partition whose bytes were read and are not those of the plan. Its files are looked at now: the first that
 * differs by sight is named, or the first.
 */
export function contentChanged(o: {
  runId: string;
  inputs: readonly InputFile[];
  partition: Partition;
}): JuicerError {
  const { runId, partition } = o;
  const mine = o.inputs.filter((input) => partition.sources.some((s) => s.file === input.file));
  const seen = mine.map((input) => ({ input, now: look(input.file) }));
  const found = seen.find(({ input, now }) => !now || differs(input, now)) ?? seen[0];
  if (!found) throw new JuicerError('E_INTERNAL', `partition ${partition.id} is of no input`);
  return inputChanged({ runId, ...found, partition });
}

function differs(input: InputFile, now: Seen): boolean {
  return now.bytes !== input.bytes || now.mtime_ms !== input.mtime_ms;
}

function sightDifferences(input: InputFile, now: Seen): string[] {
  const size = input.bytes === now.bytes ? null : `size ${input.bytes} → ${now.bytes} bytes`;
  const time = input.mtime_ms === now.mtime_ms ? null : timeDifference(input.mtime_ms, now.mtime_ms);
  if (!size && !time) return ['same size and time'];
  return [size ?? 'same size', time ?? 'same time'];
}

function contentDifference(partition: Partition | null, file: string): string[] {
  const sources = partition?.sources.filter((s) => s.file === file) ?? [];
  return sources
    .slice(0, 1)
    .map((s) => `content differs in partition ${partition?.id}, bytes ${s.byte_start}-${s.byte_end}`);
}

function timeDifference(then: number, now: number): string {
  return iso(then) === iso(now) ? 'time changed within a millisecond' : `time ${iso(then)} → ${iso(now)}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
