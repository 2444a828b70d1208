/** P3 for the input: partitions are disjoint, in order, and hold every row; their bytes are still those that were cut. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { measure, readRange } from './files.js';
import { list, num, str, type Json } from './json.js';
import type { Run } from './run.js';
import type { CheckOptions, Report } from './violation.js';

const MAPPING = 'metadata/dataset_mapping.json';

/** Checks the mapping by itself, and against the input when that is given. */
export function checkRanges(run: Run, options: CheckOptions, report: Report): void {
  if (!run.mapping || !run.plan) {
    // A run that failed while it was planned has neither.
    if (run.verdict === 'done') report('P3', 'plan-missing', 'plan or mapping is absent or no JSON object');
    return;
  }
  const wrong = (rule: string, detail: string): void => report('P3', rule, detail, MAPPING);
  const partitions = list(run.mapping, 'partitions');
  checkOrder(run.mapping, partitions, wrong);
  checkBytes(run.mapping, partitions, wrong);
  const seen = measure(path.join(run.dir, MAPPING));
  if (str(run.plan, 'mapping_sha256') !== seen?.sha256)
    wrong('mapping-sha256', 'the plan is of another mapping');
  if (options.input !== undefined) checkInput(run.mapping, partitions, options.input, wrong);
}

type Wrong = (rule: string, detail: string) => void;

/** Ids count from 0 and row ranges follow each other without a gap. */
function checkOrder(mapping: Json, partitions: Json[], wrong: Wrong): void {
  let row = 0;
  for (const [i, partition] of partitions.entries()) {
    if (num(partition, 'id') !== i) wrong('partition-id', `partition ${i} has id ${num(partition, 'id')}`);
    let rows = 0;
    for (const source of list(partition, 'sources')) {
      if (num(source, 'row_start') !== row)
        wrong('row-ranges', `partition ${i} starts at row ${num(source, 'row_start')}, not ${row}`);
      rows += num(source, 'row_end') - num(source, 'row_start');
      row = num(source, 'row_end');
    }
    if (num(partition, 'rows') !== rows)
      wrong('partition-rows', `partition ${i} says ${num(partition, 'rows')}, its ranges ${rows}`);
  }
  if (num(mapping, 'total_rows') !== row)
    wrong('total-rows', `${num(mapping, 'total_rows')}, ranges end at ${row}`);
}

/** Byte ranges of each file follow each other without a gap, from its start to its end. */
function checkBytes(mapping: Json, partitions: Json[], wrong: Wrong): void {
  const ends = new Map<string, number>();
  for (const partition of partitions) {
    let bytes = 0;
    for (const source of list(partition, 'sources')) {
      const [file, start, end] = [str(source, 'file'), num(source, 'byte_start'), num(source, 'byte_end')];
      const damaged = source['damage'] !== undefined;
      if (start !== (ends.get(file) ?? 0) || (end <= start && !damaged))
        wrong('byte-ranges', `partition ${num(partition, 'id')}: bytes ${start} to ${end}`);
      ends.set(file, end);
      bytes += end - start;
    }
    if (num(partition, 'bytes') !== bytes)
      wrong('partition-bytes', `partition ${num(partition, 'id')}: bytes are not its ranges'`);
  }
  for (const input of list(mapping, 'inputs')) {
    const end = ends.get(str(input, 'file'));
    // A file of blank lines only has no partition; of a packed one ranges are those of its content.
    if (end !== undefined && packingOf(input) === 'none' && end !== num(input, 'bytes'))
      wrong('byte-ranges', `ranges end at byte ${end} of ${num(input, 'bytes')}`);
    ends.delete(str(input, 'file'));
  }
  if (ends.size > 0) wrong('byte-ranges', 'a range is of a file that is no input');
}

/** The ranges' bytes have the hashes, and the lines the numbers, that the mapping says. */
function checkInput(mapping: Json, partitions: Json[], input: string, wrong: Wrong): void {
  const single = list(mapping, 'inputs').length === 1 && fs.statSync(input).isFile();
  const lines = new Map<string, number>();
  for (const partition of partitions) {
    const hash = createHash('sha256');
    for (const source of list(partition, 'sources')) {
      const file = single ? input : str(source, 'file');
      if (!fs.existsSync(file)) return wrong('input-missing', `${file} is not there`);
      const bytes = contentRange(file, source);
      hash.update(bytes);
      if ((source['format'] ?? 'jsonl') !== 'jsonl' || source['damage'] !== undefined) continue;
      const first = lines.get(file) ?? 1;
      const { all, rows } = countLines(bytes, num(source, 'byte_start') === 0);
      if (num(source, 'line_start') !== first)
        wrong('line-start', `partition ${num(partition, 'id')} starts at line ${first}`);
      if (rows !== num(source, 'row_end') - num(source, 'row_start'))
        wrong('input-rows', `partition ${num(partition, 'id')} holds ${rows} rows`);
      lines.set(file, first + all);
    }
    if (hash.digest('hex') !== str(partition, 'sha256'))
      wrong('input-sha256', `partition ${num(partition, 'id')}: its bytes have changed`);
  }
}

function packingOf(json: Json): unknown {
  return json['packing'] ?? 'none';
}

/** Bytes of a range; a packed file is unpacked for each of them, as far as it goes. */
function contentRange(file: string, source: Json): Buffer {
  const [start, end] = [num(source, 'byte_start'), num(source, 'byte_end')];
  if (packingOf(source) === 'none') return start === end ? Buffer.alloc(0) : readRange(file, start, end);
  const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH };
  return zlib.gunzipSync(fs.readFileSync(file), options).subarray(start, end);
}

/** Lines, and those among them that are not blank (white space, or the mark at the start of a file). */
function countLines(bytes: Buffer, atStart: boolean): { all: number; rows: number } {
  const counts = { all: 0, rows: 0 };
  for (let from = 0; from < bytes.length; counts.all++) {
    const lf = bytes.indexOf(0x0a, from);
    const end = lf === -1 ? bytes.length : lf;
    let at = atStart && from === 0 && bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : from;
    while (at < end && [0x20, 0x09, 0x0d].includes(bytes[at] ?? 0)) at++;
    if (at < end) counts.rows++;
    from = end + 1;
  }
  return counts;
}
