/** Ranges of a file that begin and end at line ends. */
import fs from 'node:fs';

const RANGE_BYTES = 4 * 1024 * 1024;
const LOOK_BYTES = 64 * 1024;
const LF = 0x0a;

/** Cuts a file into ranges [start, end) of about 4 MiB. */
export function cutAtLines(file: string): [number, number][] {
  const fd = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(fd);
    const ranges: [number, number][] = [];
    for (let start = 0; start < size;) {
      const end = lineEndAfter(fd, Math.min(size, start + RANGE_BYTES), size);
      ranges.push([start, end]);
      start = end;
    }
    return ranges;
  } finally {
    fs.closeSync(fd);
  }
}

function lineEndAfter(fd: number, from: number, size: number): number {
  const bytes = Buffer.allocUnsafe(LOOK_BYTES);
  for (let at = from; at < size;) {
    const read = fs.readSync(fd, bytes, 0, LOOK_BYTES, at);
    if (read === 0) break;
    const found = bytes.subarray(0, read).indexOf(LF);
    if (found >= 0) return at + found + 1;
    at += read;
  }
  return size;
}

/** The text of a range. */
export function readRange(fd: number, [start, end]: [number, number]): string {
  const bytes = Buffer.allocUnsafe(end - start);
  for (let at = 0; at < bytes.length;) {
    const read = fs.readSync(fd, bytes, at, bytes.length - at, start + at);
    if (read === 0) throw new Error(`the input ends at byte ${start + at}, before byte ${end}`);
    at += read;
  }
  return bytes.toString();
}
