/** Whether an input file is still what a run was planned with; if not, what differs, in words. */
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, InputFile, Partition } from '../model/plan.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import type { ScannedRange } from './scan.js';

/** Size and time of a file. */
export type Seen = Pick<InputFile, 'bytes' | 'mtime_ms'>;

/** A run whose input is looked at. `scan` cuts a file as it is now, by the bounds of the mapping. */
export interface Planned {
  runId: string;
  mapping: DatasetMapping;
  scan(file: string, bytes: number): Promise<ScannedRange[]>;
}

/**
 * Passes when the inputs of a run have the size and time that they had, or the same content.
 * @throws JuicerError E_INPUT_CHANGED that names what differs, E_INPUT_MISSING, E_IO.
 */
export async function checkUnchanged(planned: Planned): Promise<void> {
  for (const input of planned.mapping.inputs) await checkFile(planned, input);
}

async function checkFile({ runId, mapping, scan }: Planned, input: InputFile): Promise<void> {
  const now = look(input.file);
  if (!now)
    throw new JuicerError(
      'E_INPUT_MISSING',
      `input file ${input.file} of run ${runId} does not exist any more`,
    );
  if (now.bytes === input.bytes && now.mtime_ms === input.mtime_ms) return;
  if (now.bytes !== input.bytes) throw inputChanged({ runId, input, now, partition: null });
  const ranges = await scan(input.file, now.bytes);
  const other = mapping.partitions.find((p, i) => ranges[i]?.sha256 !== p.sha256) ?? null;
  if (other) throw inputChanged({ runId, input, now, partition: other });
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
  const what = [...(now ? sightDifferences(input, now) : ['it is gone']), ...contentDifference(partition)];
  return new JuicerError(
    'E_INPUT_CHANGED',
    `input file ${input.file} has changed since run ${runId} was planned: ${what.join(', ')}`,
    { hint: 'put the file back as it was and resume, or start a new run: it reuses what still fits' },
  );
}

/** The same, for a partition whose bytes were read and are not those of the plan; the file is looked at now. */
export function contentChanged(o: Omit<Change, 'now'>): JuicerError {
  return inputChanged({ ...o, now: look(o.input.file) });
}

function sightDifferences(input: InputFile, now: Seen): string[] {
  const size = input.bytes === now.bytes ? null : `size ${input.bytes} → ${now.bytes} bytes`;
  const time = input.mtime_ms === now.mtime_ms ? null : timeDifference(input.mtime_ms, now.mtime_ms);
  if (!size && !time) return ['same size and time'];
  return [size ?? 'same size', time ?? 'same time'];
}

function contentDifference(partition: Partition | null): string[] {
  return (partition?.sources.slice(0, 1) ?? []).map(
    (s) => `content differs in partition ${partition?.id}, bytes ${s.byte_start}-${s.byte_end}`,
  );
}

function timeDifference(then: number, now: number): string {
  return iso(then) === iso(now) ? 'time changed within a millisecond' : `time ${iso(then)} → ${iso(now)}`;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
