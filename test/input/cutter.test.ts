/** Partitions are the same however the bytes come: in which chunks, with what between the rows. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Cutter, type CutBounds, type CutPartition } from '../../src/input/cutter.js';
import {
  CsvSplitter,
  JsonArraySplitter,
  LineSplitter,
  WholeSplitter,
  type Splitter,
} from '../../src/input/splitter.js';

interface Content {
  file: string;
  bytes: Buffer;
  splitter(): Splitter;
  damage?: string;
}

const lines = (file: string, text: string, damage?: string): Content => ({
  ...{ file, bytes: Buffer.from(text), splitter: () => new LineSplitter() },
  ...(damage !== undefined && { damage }),
});
const csv = (file: string, text: string): Content => ({
  ...{ file, bytes: Buffer.from(text), splitter: () => new CsvSplitter({ header: true }) },
});
const json = (file: string, text: string): Content => ({
  ...{ file, bytes: Buffer.from(text), splitter: () => new JsonArraySplitter(file) },
});
const whole = (file: string, text: string): Content => ({
  ...{ file, bytes: Buffer.from(text), splitter: () => new WholeSplitter() },
});

function cut(contents: readonly Content[], bounds: CutBounds, chunk = Infinity): CutPartition[] {
  const cutter = new Cutter(bounds);
  for (const { file, bytes, splitter: make, damage } of contents) {
    const splitter = make();
    cutter.begin({ file, format: 'jsonl', packing: 'none' });
    for (let at = 0; at < bytes.length; at += chunk)
      cutter.chunk(bytes.subarray(at, at + chunk), at, splitter);
    cutter.end(bytes.length, splitter, damage);
  }
  return cutter.finish();
}

/** Partitions as lists of the texts of their ranges, each with its first line. */
function texts(contents: readonly Content[], partitions: readonly CutPartition[]): string[][] {
  return partitions.map((p) =>
    p.sources.map((s) => {
      const { bytes } = contents.find((c) => c.file === s.file) as Content;
      return `${s.line_start}:${bytes.subarray(s.byte_start, s.byte_end).toString()}`;
    }),
  );
}

const CASES: Record<string, { contents: Content[]; bounds: CutBounds; expected: string[][] }> = {
  'lines, two rows each': {
    contents: [lines('a', '\uFEFF1\n\n2\r\n \n3\n4\n\n5')],
    bounds: { rows: 2, bytes: 1000 },
    expected: [['1:\uFEFF1\n\n2\r\n \n'], ['5:3\n4\n\n'], ['8:5']],
  },
  'small files share partitions, and one goes on into the next file': {
    contents: [lines('a', '1\n2\n'), lines('b', '\n\n3\n4\n5\n'), lines('c', '6\n')],
    bounds: { rows: 3, bytes: 1000 },
    expected: [
      ['1:1\n2\n', '1:\n\n3\n'],
      ['4:4\n5\n', '1:6\n'],
    ],
  },
  'a file whose first row does not fit begins the next partition, with what stands before that row': {
    contents: [lines('a', '1\n2\n'), lines('b', ' \n\n3\n4\n')],
    bounds: { rows: 2, bytes: 1000 },
    expected: [['1:1\n2\n'], ['1: \n\n3\n4\n']],
  },
  'a file without rows belongs to no partition': {
    contents: [lines('a', '1\n'), lines('b', '\n \n'), lines('empty', ''), lines('c', '2\n')],
    bounds: { rows: 2, bytes: 1000 },
    expected: [['1:1\n', '1:2\n']],
  },
  'bytes bound partitions over files; a larger row is alone': {
    contents: [lines('a', 'aa\nbb\n'), lines('b', 'cc\ndddddddddd\nee\n')],
    bounds: { rows: 100, bytes: 9 },
    expected: [['1:aa\nbb\n', '1:cc\n'], ['2:dddddddddd\n'], ['3:ee\n']],
  },
  'a file that breaks off ends in a row, also where nothing is left of it': {
    contents: [lines('a', '1\n2', 'broken'), lines('b', '3\n', 'broken'), lines('c', '', 'broken')],
    bounds: { rows: 2, bytes: 1000 },
    expected: [['1:1\n2'], ['1:3\n'], ['1:']],
  },
  'CSV: no cut at a line end between quotes, and the header is no row': {
    contents: [csv('a', 'h,i\n1,"x\ny"\n2,"a""\nb"\n\n3,z\n')],
    bounds: { rows: 1, bytes: 1000 },
    expected: [['1:h,i\n1,"x\ny"\n'], ['4:2,"a""\nb"\n\n'], ['7:3,z\n']],
  },
  'CSV: a header alone has no rows': {
    contents: [csv('a', 'h,i\n'), csv('b', 'h,i'), csv('c', 'h\n1')],
    bounds: { rows: 5, bytes: 1000 },
    expected: [['1:h\n1']],
  },
  'JSON: no cut within an element': {
    contents: [
      json('a', '[\n {"a": [1, 2]},\n {"b": "],[\\""}, 3\n]\n'),
      json('b', '[]'),
      json('c', ' [ ] '),
    ],
    bounds: { rows: 1, bytes: 1000 },
    expected: [['1:[\n {"a": [1, 2]},'], ['2:\n {"b": "],[\\""},'], ['3: 3\n]\n']],
  },
  'a document is a row': {
    contents: [whole('a', 'x\ny\n'), whole('blank', ' \n'), whole('b', 'z')],
    bounds: { rows: 5, bytes: 1000 },
    expected: [['1:x\ny\n', '1:z']],
  },
};

for (const [name, { contents, bounds, expected }] of Object.entries(CASES)) {
  test(name, () => {
    const partitions = cut(contents, bounds);
    assert.deepEqual(texts(contents, partitions), expected);
    for (const size of [1, 2, 3, 5, 7]) assert.deepEqual(cut(contents, bounds, size), partitions, `${size}`);
    let row = 0;
    for (const [i, { sources, rows, bytes, sha256 }] of partitions.entries()) {
      const text = (expected[i] ?? []).map((t) => t.slice(t.indexOf(':') + 1)).join('');
      assert.equal(createHash('sha256').update(text).digest('hex'), sha256);
      assert.equal(Buffer.byteLength(text), bytes);
      for (const s of sources) {
        assert.equal(s.row_start, row);
        row = s.row_end;
      }
      assert.equal(row - (sources[0]?.row_start ?? 0), rows);
    }
  });
}
