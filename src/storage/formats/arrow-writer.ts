/** Writes Arrow IPC files. */
import { RecordBatchFileWriter, type CompressionType } from 'apache-arrow';

/** Before each compressed buffer stands its length, -1 for one that is left as it was. */
const PREFIX_BYTES = 8;
const AS_IT_WAS = -1n;

/**
 * The library's writer with the length that the format asks for before a compressed buffer: that of its content. The library
 * writes that of the compressed bytes, which it does not look at when it reads; other readers refuse such a file.
 */
export class ArrowFileWriter extends RecordBatchFileWriter {
  constructor(compressionType: CompressionType | null) {
    super(compressionType === null ? {} : { compressionType });
  }

  protected override _compressBodyBuffers(
    buffers: ArrayBufferView[],
  ): ReturnType<RecordBatchFileWriter['_compressBodyBuffers']> {
    const written = super._compressBodyBuffers(buffers);
    for (const [i, { byteLength }] of buffers.entries()) {
      const prefix = written.buffers[2 * i];
      if (prefix?.byteLength !== PREFIX_BYTES) continue;
      const view = new DataView(prefix.buffer, prefix.byteOffset, PREFIX_BYTES);
      if (view.getBigInt64(0, true) !== AS_IT_WAS) view.setBigInt64(0, BigInt(byteLength), true);
    }
    return written;
  }
}
