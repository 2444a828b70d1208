/**
 * The messages of an Arrow IPC file, as far as it takes to know how many rows its record batches say they have, and that the
 * file is whole: FlatBuffers, read without any library, so that what a library wrote is judged by something else.
 */

const MAGIC = 'ARROW1';
/** The magic and its padding. */
const START = 8;
/** Stands before the length of each message. */
const CONTINUATION = 0xffffffff;
/** Type of the message that is a record batch. */
const RECORD_BATCH = 3;
/** Places of members in their tables. */
const MESSAGE = { type: 1, header: 2, bodyLength: 3 } as const;
const BATCH = { length: 0 } as const;

/** Rows that the record batches of a file tell of; null when the bytes are no whole Arrow IPC file. */
export function arrowRows(bytes: Uint8Array): number | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < START || file.toString('latin1', 0, MAGIC.length) !== MAGIC) return null;
  if (file.toString('latin1', file.length - MAGIC.length) !== MAGIC) return null;
  try {
    return rowsOf(file);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Throws a RangeError when the messages do not end where they should. */
function rowsOf(file: Buffer): number | null {
  let rows = 0;
  for (let at = START; ;) {
    if (file.readUInt32LE(at) !== CONTINUATION) return null;
    const length = file.readInt32LE(at + 4);
    at += 8;
    if (length === 0) return isFooter(file, at) ? rows : null;
    const message = table(file, at);
    const body = Number(message(MESSAGE.bodyLength)?.readBigInt64LE() ?? 0n);
    if (length < 0 || body < 0) return null;
    if (message(MESSAGE.type)?.readUInt8() === RECORD_BATCH) rows += batchRows(message(MESSAGE.header));
    at += length + body;
  }
}

function batchRows(header: Buffer | null): number {
  const length = header && table(header, 0)(BATCH.length);
  return Number(length?.readBigInt64LE() ?? 0n);
}

/** Whether from here on there are the footer, its length and the magic, and nothing else. */
function isFooter(file: Buffer, at: number): boolean {
  const end = file.length - MAGIC.length - 4;
  return at < end && file.readInt32LE(end) === end - at;
}

/** Gives the bytes from a member on, by its place in the table; null when it is left out, and so has its usual value. */
function table(bytes: Buffer, at: number): (place: number) => Buffer | null {
  const start = at + bytes.readUInt32LE(at);
  const places = start - bytes.readInt32LE(start);
  const size = bytes.readUInt16LE(places);
  return (place) => {
    const entry = 4 + 2 * place;
    const offset = entry < size ? bytes.readUInt16LE(places + entry) : 0;
    return offset === 0 ? null : bytes.subarray(start + offset);
  };
}
