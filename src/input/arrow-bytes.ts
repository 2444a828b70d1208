/** The bytes of texts and binary values of an Arrow column, whichever of the format's layouts they have. */
import { DataType, type Data } from 'apache-arrow';

/** A view: length, then up to 12 bytes in place, or 4 of them, number and offset of a buffer (Arrow's columnar format, "variable-size binary view"). */
const VIEW_BYTES = 16;
const IN_PLACE = 12;

/** Whether a column holds text. */
export function isText(type: DataType): boolean {
  return DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
}

/** Whether a column holds bytes without a meaning. */
export function isBytes(type: DataType): boolean {
  return (
    DataType.isBinary(type) ||
    DataType.isLargeBinary(type) ||
    DataType.isBinaryView(type) ||
    DataType.isFixedSizeBinary(type)
  );
}

/** Gives the bytes of a row of a column of texts or bytes; they are shared with the column. */
export function bytesOf(data: Data): (row: number) => Buffer {
  const { type } = data;
  const values = data.values as Uint8Array;
  if (DataType.isFixedSizeBinary(type)) {
    const size = type.byteWidth;
    return (row) => slice(values, row * size, size);
  }
  if (DataType.isUtf8View(type) || DataType.isBinaryView(type)) return viewed(values, data.variadicBuffers);
  const offsets = data.valueOffsets as unknown as ArrayLike<number | bigint>;
  return (row) => slice(values, Number(offsets[row]), Number(offsets[row + 1]) - Number(offsets[row]));
}

function viewed(views: Uint8Array, buffers: readonly Uint8Array[]): (row: number) => Buffer {
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (row) => {
    const at = row * VIEW_BYTES;
    const length = view.getInt32(at, true);
    if (length <= IN_PLACE) return slice(views, at + 4, length);
    const buffer = buffers[view.getInt32(at + 8, true)];
    if (!buffer) throw new RangeError('a view names a buffer that the batch does not have');
    return slice(buffer, view.getInt32(at + 12, true), length);
  };
}

function slice(bytes: Uint8Array, start: number, length: number): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length);
}
