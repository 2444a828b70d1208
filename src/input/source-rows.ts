/** The rows of a partition as JSON lines, whatever its files are, and where in them each row stands. */
import type { Store } from '../storage/store.js';
import { JuicerError } from '../model/errors.js';
import type { InputFile, Partition } from '../model/plan.js';
import { contentChanged } from './change.js';
import { ContentReader } from './content.js';
import { linesIn, type Problem, type RowPlace } from './converted.js';
import { rangeLines, type RangeLines } from './range-lines.js';
import { sampledLines } from './sampled-lines.js';

/** Lines of JSON, each ended by a line feed save perhaps the last; blank ones are no rows. */
export interface SourceRows {
  bytes: Uint8Array;
  /** Number of the first row. */
  rowStart: number;
  /** Where a line stands, given its number from 0 and the offset of its first byte. */
  placeOf(line: number, offset: number): RowPlace;
  /** Why a line is no row, where its JSON does not tell. */
  problemAt(line: number): Problem | null;
}

/** How the input of a run is read. */
export interface SourceOptions {
  /** The run's folder; null where there is none, or its copies are not to be trusted. */
  contents: Store | null;
  /** The field that plain text becomes. */
  textKey: string;
  /** The files as the run was planned with them: what an error about them has to say. */
  planned?: { runId: string; inputs: readonly InputFile[] } | undefined;
}

/**
 * Reads the ranges of a partition, in order.
 * @throws JuicerError E_INPUT_CHANGED when they are not those that were planned with, E_IO when they cannot be read.
 */
export async function sourceRows(partition: Partition, options: SourceOptions): Promise<SourceRows> {
  const reader = new ContentReader(options.contents);
  try {
    const { ranges, sha256 } = await reader.partition(partition.sources);
    if (sha256 !== partition.sha256) throw changed(partition, options);
    const pieces = partition.sources.map((source, k) => {
      const lines = rangeLines(source, ranges[k] as Uint8Array, options.textKey);
      return source.sample ? sampledLines(lines, source.sample) : lines;
    });
    return joined(pieces, partition.sources[0]?.row_start ?? 0);
  } finally {
    await reader.close();
  }
}

function changed(partition: Partition, { planned }: SourceOptions): JuicerError {
  const files = new Set(partition.sources.map((s) => s.file));
  const inputs = planned?.inputs.filter((input) => files.has(input.file)) ?? [];
  if (planned && inputs.length > 0) return contentChanged({ runId: planned.runId, inputs, partition });
  return new JuicerError(
    'E_INPUT_CHANGED',
    `input file ${[...files].join(', ')} has changed since the run was planned`,
    { hint: 'put the file back as it was and resume, or start a new run' },
  );
}

/** Lines of several ranges, one after the other. */
function joined(pieces: readonly RangeLines[], rowStart: number): SourceRows {
  const parts: Uint8Array[] = [];
  const starts: { line: number; offset: number }[] = [];
  let [line, offset] = [0, 0];
  for (const piece of pieces) {
    starts.push({ line, offset });
    parts.push(piece.bytes);
    offset += piece.bytes.length;
    if (pieces.length === 1) break;
    line += linesIn(piece.bytes);
    if (piece.bytes.length === 0 || piece.bytes.at(-1) === LF) continue;
    parts.push(LINE_FEED);
    offset++;
    line++;
  }
  const pieceOf = (at: number): number => starts.findLastIndex((start) => start.line <= at);
  return {
    bytes: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts),
    rowStart,
    placeOf(at, byte) {
      const k = pieceOf(at);
      const start = starts[k] ?? { line: 0, offset: 0 };
      return (pieces[k] as RangeLines).placeOf(at - start.line, byte - start.offset);
    },
    problemAt(at) {
      const k = pieceOf(at);
      return (pieces[k] as RangeLines).problems.get(at - (starts[k]?.line ?? 0)) ?? null;
    },
  };
}

const LF = 0x0a;
const LINE_FEED = Buffer.from([LF]);
