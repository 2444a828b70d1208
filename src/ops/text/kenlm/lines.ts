import { Buffer } from 'node:buffer';

const LINE_FEED = 0x0a;

/** The lines of UTF-8 text, one after another, without their line feeds. */
export function* textLines(bytes: Uint8Array): Generator<string, void, void> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start < buffer.length;) {
    const found = buffer.indexOf(LINE_FEED, start);
    const end = found < 0 ? buffer.length : found;
    yield buffer.toString('utf8', start, end);
    start = end + 1;
  }
}
