/** Files of columns as JSON lines: Parquet row group by row group, Arrow IPC batch by batch. */
import { RecordBatchReader, tableFromIPC, type RecordBatch } from 'apache-arrow';
import * as wasm from 'parquet-wasm';
import { disk, type DiskFile } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { registerArrowCodecs } from '../storage/formats/arrow-codecs.js';
import { jsonLines } from './arrow-json.js';

/** Rows of a batch in memory. */
const BATCH = 8192;

/** JSON lines, and how far the file was read for them. */
export interface ColumnarChunk {
  bytes: Buffer;
  read: number;
}

/** The rows of a Parquet file, one row group in memory. What the library says of a damaged file is thrown as it is. */
export async function* parquetLines(input: DiskFile): AsyncGenerator<ColumnarChunk> {
  const size = sizeOf(input);
  const file = await wasm.ParquetFile.fromFile(rangesOf(input, size));
  try {
    const groups = file.metadata().numRowGroups();
    for (let group = 0; group < groups; group++) {
      const table = await file.read({ rowGroups: [group], batchSize: BATCH });
      const read = Math.round((size * (group + 1)) / groups);
      for (const batch of tableFromIPC(table.intoIPCStream()).batches)
        yield { bytes: jsonLines(batch), read };
    }
  } finally {
    file.free();
  }
}

/** The rows of an Arrow IPC file or stream, one batch in memory. */
export async function* arrowLines(input: DiskFile): AsyncGenerator<ColumnarChunk> {
  await registerArrowCodecs();
  const whole = isWhole(input);
  const source = { read: 0 };
  const reader = await RecordBatchReader.from(piecesOf(input, source));
  for await (const batch of reader as AsyncIterable<RecordBatch>)
    yield { bytes: jsonLines(batch), read: source.read };
  if (!whole) throw new Error('the file has no end');
}

const MAGIC = 'ARROW1';
/** Stands before each message of a stream. */
const CONTINUATION = 0xffffffff;

/**
 * Whether a file ends as it began: a stream may end anywhere. The reader takes what is neither for a stream of nothing.
 * @throws Error when the bytes are none of Arrow's.
 */
function isWhole(input: DiskFile): boolean {
  const [start, end] = [Buffer.alloc(8), Buffer.alloc(MAGIC.length)];
  const size = sizeOf(input);
  diskErrors(`read input file ${input.path}`, () => {
    disk.read(input, start, 0);
    disk.read(input, end, Math.max(0, size - MAGIC.length));
  });
  if (start.toString('latin1', 0, MAGIC.length) === MAGIC) return end.toString('latin1') === MAGIC;
  if (size >= start.length && start.readUInt32LE(0) === CONTINUATION) return true;
  throw new Error('the file is neither a file nor a stream of Arrow');
}

const PIECE = 1024 * 1024;

async function* piecesOf(input: DiskFile, source: { read: number }): AsyncGenerator<Uint8Array> {
  for (;;) {
    const piece = Buffer.allocUnsafe(PIECE);
    const n = diskErrors(`read input file ${input.path}`, () => disk.read(input, piece, source.read));
    if (n === 0) return;
    source.read += n;
    yield piece.subarray(0, n);
  }
}

function sizeOf(input: DiskFile): number {
  return diskErrors(`look at input file ${input.path}`, () => disk.size(input));
}

/** What the Parquet library reads a file through: ranges of it, read when they are asked for. */
function rangesOf(input: DiskFile, size: number): Blob {
  const slice = (start = 0, end = size): Blob => {
    const range = Buffer.alloc(Math.max(0, Math.min(end, size) - start));
    diskErrors(`read input file ${input.path}`, () => disk.read(input, range, start));
    return new Blob([range]);
  };
  return Object.defineProperties(new Blob([]), { size: { value: size }, slice: { value: slice } });
}
