/** The lines that a mixture takes of those of a range. */
import type { RangeSample } from '../model/dataset.js';
import { isBlankLine } from '../table/from-jsonl.js';
import type { Problem } from './converted.js';
import type { RangeLines } from './range-lines.js';
import { copiesOf } from './sample.js';

const LF = 0x0a;
const LINE_FEED = Buffer.from([LF]);

/** Each line as often as it is taken, in order; a line keeps its place and its problem. */
export function sampledLines(lines: RangeLines, sample: RangeSample): RangeLines {
  const copies = copiesOf(sample);
  const { bytes } = lines;
  const out: Uint8Array[] = [];
  const origins: { line: number; offset: number }[] = [];
  const problems = new Map<number, Problem>();
  let number = sample.first;
  for (let [at, line] = [0, 0]; at < bytes.length; line++) {
    const lf = bytes.indexOf(LF, at);
    const end = lf === -1 ? bytes.length : lf;
    const times = isBlankLine(bytes, at, end) ? 0 : copies(number++);
    const problem = lines.problems.get(line);
    for (let i = 0; i < times; i++) {
      if (problem) problems.set(origins.length, problem);
      origins.push({ line, offset: at });
      out.push(bytes.subarray(at, end), LINE_FEED);
    }
    at = end + 1;
  }
  const placeOf = (line: number): ReturnType<RangeLines['placeOf']> => {
    const origin = origins[line] ?? { line: 0, offset: 0 };
    return lines.placeOf(origin.line, origin.offset);
  };
  return { bytes: Buffer.concat(out), placeOf, problems };
}
