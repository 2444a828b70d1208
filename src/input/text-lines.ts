/** Plain text as JSON lines: a row for each line, or one for the whole file. */
import { isUtf8 } from 'node:buffer';
import { isBlankLine } from '../table/from-jsonl.js';
import { brokenLine, NOT_UTF8, type Converted, type Problem } from './converted.js';

const LF = 0x0a;
const CR = 0x0d;

/** A row of each line that is not blank: its text without the line end. */
export function textLines(bytes: Buffer, textKey: string): Converted {
  const records: Record[] = [];
  for (let [at, line] = [0, 0]; at < bytes.length; line++) {
    const lf = bytes.indexOf(LF, at);
    const end = lf === -1 ? bytes.length : lf;
    const text = bytes.subarray(at, bytes[end - 1] === CR ? end - 1 : end);
    if (!isBlankLine(bytes, at, end)) records.push({ text, start: { line, offset: at } });
    at = end + 1;
  }
  return rowsOf(records, textKey);
}

/** One row of all of it. */
export function documentLine(bytes: Buffer, textKey: string): Converted {
  return rowsOf([{ text: bytes, start: { line: 0, offset: 0 } }], textKey);
}

interface Record {
  text: Buffer;
  start: Converted['starts'][number];
}

function rowsOf(records: readonly Record[], textKey: string): Converted {
  const problems = new Map<number, Problem>();
  const key = JSON.stringify(textKey);
  const lines = records.map(({ text }, i) => {
    if (isUtf8(text)) return Buffer.from(`{${key}:${JSON.stringify(text.toString())}}\n`);
    problems.set(i, NOT_UTF8);
    return brokenLine(text);
  });
  return { bytes: Buffer.concat(lines), starts: records.map((r) => r.start), problems };
}
