/** Files of a run as bytes: folders, digests, lines. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const CHUNK = 1024 * 1024;

/** All files below a folder, as paths relative to it with `/`, sorted; empty when there is no folder. */
export function walk(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((e) => !e.isDirectory())
    .map((e) => path.relative(folder, path.join(e.parentPath, e.name)).split(path.sep).join('/'))
    .sort();
}

/** Size, hash and number of lines of a file, read in one pass; null when there is none. A last line needs no LF. */
export function measure(file: string): { bytes: number; sha256: string; lines: number } | null {
  if (!fs.existsSync(file)) return null;
  const hash = createHash('sha256');
  let [bytes, lines, last] = [0, 0, 0x0a];
  for (const chunk of chunks(file)) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, at + 1)) lines++;
    last = chunk[chunk.length - 1] ?? last;
  }
  return { bytes, sha256: hash.digest('hex'), lines: last === 0x0a ? lines : lines + 1 };
}

/** Lines of a file without their LF, decoded as UTF-8. */
export function* lines(file: string): Generator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks(file)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let from = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, from)) {
      yield bytes.toString('utf8', from, end);
      from = end + 1;
    }
    rest = Buffer.from(bytes.subarray(from));
  }
  if (rest.length > 0) yield rest.toString('utf8');
}

/** Bytes [start, end) of a file; fewer when it ends before. */
export function readRange(file: string, start: number, end: number): Buffer {
  const fd = fs.openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, end - start));
    let filled = 0;
    for (let n = -1; n !== 0 && filled < bytes.length; filled += n) {
      n = fs.readSync(fd, bytes, filled, bytes.length - filled, start + filled);
    }
    return bytes.subarray(0, filled);
  } finally {
    fs.closeSync(fd);
  }
}

function* chunks(file: string): Generator<Buffer> {
  const fd = fs.openSync(file, 'r');
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafe(CHUNK);
      const n = fs.readSync(fd, buffer, 0, CHUNK, null);
      if (n === 0) return;
      yield buffer.subarray(0, n);
    }
  } finally {
    fs.closeSync(fd);
  }
}
