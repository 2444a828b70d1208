/** Rows of files of every format, packed or not, cut anywhere: the same rows, each at its place. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { after, before, describe, it } from 'node:test';
import { compress, init } from '@bokuweb/zstd-wasm';
import type { CutBounds } from '../../src/input/cutter.js';
import { localStore } from '../../src/storage/local-store.js';
import { readAll, scannedFiles } from './scanned-files.js';

const BOUNDS: CutBounds[] = [
  { rows: 1, bytes: 1e9 },
  { rows: 3, bytes: 1e9 },
  { rows: 1000, bytes: 40 },
  { rows: 1000, bytes: 1e9 },
];
const PACKED: Record<string, (bytes: Buffer) => Uint8Array> = {
  '': (bytes) => bytes,
  '.gz': (bytes) => Buffer.concat([zlib.gzipSync(bytes.subarray(0, 20)), zlib.gzipSync(bytes.subarray(20))]),
  '.zst': (bytes) => Buffer.concat([compress(bytes.subarray(0, 20), 3), compress(bytes.subarray(20), 3)]),
};
/** Of each file its content, and its rows as they leave. */
const FILES: Record<string, { content: string; rows: string[]; textKey?: string }> = {
  'rows.jsonl': {
    content: '\uFEFF{"text":"a","n":1.0}\r\n\n{"text":"\uFEFFb"}\n{"text":"c","o":{"k":[1,2]}}',
    rows: ['{"text":"a","n":1.0}', '{"text":"\uFEFFb"}', '{"text":"c","o":{"k":[1,2]}}'],
  },
  'rows.ndjson': { content: '{"text":"a"}\n{"text":"b"}\n', rows: ['{"text":"a"}', '{"text":"b"}'] },
  'lines.json': { content: ' {"text":"a"}\n{"text":"b"}\n', rows: ['{"text":"a"}', '{"text":"b"}'] },
  'array.json': {
    content: '[\n  {"text": "a,]}",\n   "n": 1},\r\n  {"text": "\\"[", "l": [{"x": 2}, 3]}\n]\n',
    rows: ['{"text":"a,]}","n":1}', '{"text":"\\"[","l":[{"x": 2}, 3]}'],
  },
  'rows.csv': {
    content: '\uFEFFid,text,n,zip,on\n1,"a, ""b""\nc",1.50,01234,true\n\n2,d,,98765,false\n3,e,2e3,00001,\n',
    rows: [
      '{"id":1,"text":"a, \\"b\\"\\nc","n":1.50,"zip":"01234","on":true}',
      '{"id":2,"text":"d","n":null,"zip":"98765","on":false}',
      '{"id":3,"text":"e","n":2e3,"zip":"00001","on":null}',
    ],
  },
  'semicolons.csv': {
    content: 'text;1;1\na,b;2,5;x\nc;"3";y',
    rows: ['{"text":"a,b","1":"2,5","1_2":"x"}', '{"text":"c","1":"3","1_2":"y"}'],
  },
  'rows.tsv': { content: 'text\tn\na,b\t1\nc\n', rows: ['{"text":"a,b","n":1}', '{"text":"c"}'] },
  'document.txt': {
    content: '\uFEFFline "one"\n\nline two\n',
    rows: ['{"body":"line \\"one\\"\\n\\nline two\\n"}'],
    textKey: 'body',
  },
};

let dir: string;
before(async () => {
  await init();
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-formats-'));
});
after(() => fs.rmSync(dir, { recursive: true }));

/** JSON without the spaces between its parts. */
function compact(line: string): string {
  return line.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
}

describe('a file', () => {
  for (const [name, { content, rows, textKey }] of Object.entries(FILES)) {
    for (const [ending, pack] of Object.entries(PACKED)) {
      it(`${name}${ending} has its rows, however it is cut`, async () => {
        const files = { [name + ending]: pack(Buffer.from(content)) };
        for (const bounds of BOUNDS) {
          const found = await readAll(
            await scannedFiles(dir, files, { bounds, ...(textKey && { textKey }) }),
            textKey,
          );
          assert.deepEqual(found.rows.map(compact), rows.map(compact), JSON.stringify(bounds));
          assert.deepEqual(found.quarantine, []);
        }
      });
    }
  }

  it('of text has a row for each line where that is wanted', async () => {
    const files = { 'a.txt': 'one\r\n \n"two"', 'b.txt': '\nthree\n' };
    for (const bounds of BOUNDS) {
      const { rows } = await readAll(await scannedFiles(dir, files, { bounds, textRows: 'line' }));
      assert.deepEqual(rows, ['{"text":"one"}', '{"text":"\\"two\\""}', '{"text":"three"}']);
    }
  });
});

describe('files together', () => {
  const many = {
    'a.jsonl': '{"text":"1"}\n{"text":"2"}',
    'b.csv': 'text,n\n3,1\n',
    'c.json': '[{"text":"4"}, {"text":"5"}]',
    'd.txt': '6',
    'e.jsonl.gz': zlib.gzipSync('{"text":"7"}\n'),
    'empty.jsonl': '',
    'z.jsonl': '\n',
  };

  it('give their rows in the order of their names, and share partitions', async () => {
    const cut = await scannedFiles(dir, many, { bounds: { rows: 5, bytes: 1e9 } });
    assert.deepEqual(
      cut.partitions.map((p) => [p.rows, p.sources.length]),
      [
        [5, 3],
        [2, 2],
      ],
    );
    const { rows } = await readAll(cut);
    assert.deepEqual(
      rows.map((row) => (JSON.parse(row) as { text: string }).text),
      ['1', '2', '3', '4', '5', '6', '7'],
    );
    assert.deepEqual(
      cut.inputs.map((input) => input.rows),
      [2, 1, 2, 1, 1, 0, 0],
    );
  });

  it('lose no byte that is no UTF-8: such rows are quarantined as they are', async () => {
    const bad = Buffer.from([0x61, 0xff, 0x62]);
    const line = Buffer.concat([Buffer.from('good\n'), bad, Buffer.from('\n')]);
    const files = {
      'a.csv': Buffer.concat([Buffer.from('text,n\nx,1\n'), bad, Buffer.from(',2\ny,3\n')]),
      'b.txt': line,
      'c.jsonl': Buffer.concat([Buffer.from('{"text":"'), bad, Buffer.from('"}\n')]),
    };
    const { rows, quarantine } = await readAll(await scannedFiles(dir, files, { textRows: 'line' }));
    assert.deepEqual(rows, ['{"text":"x","n":1}', '{"text":"y","n":3}', '{"text":"good"}']);
    assert.deepEqual(
      quarantine.map((q) => [q.reason, path.basename(q.source?.file ?? ''), q.source?.line]),
      [
        ['invalid_utf8', 'a.csv', 3],
        ['invalid_utf8', 'b.txt', 2],
        ['invalid_utf8', 'c.jsonl', 1],
      ],
    );
    assert.deepEqual(Buffer.from(quarantine[1]?.raw_base64 ?? '', 'base64'), bad);
  });

  it('are told apart where a row is broken: file, line and offset', async () => {
    const files = {
      'a.jsonl': '{"text":"1"}\n\n{"text"}\n',
      'b.jsonl': '{"text":"1"}\nbroken',
      'c.csv': 'text,n\n1,2\n"x\ny",3\n5,6,7\n',
      'd.json': '[{"text":"1"},\n\n 7, {"n": 1}]',
    };
    for (const bounds of BOUNDS) {
      const { quarantine } = await readAll(await scannedFiles(dir, files, { bounds }));
      assert.deepEqual(
        quarantine.map(({ reason, source, row }) => {
          const { file, line, byte_offset } = source ?? { file: '', line: 0, byte_offset: 0 };
          return [row, reason, path.basename(file), line, byte_offset];
        }),
        [
          [1, 'invalid_json', 'a.jsonl', 3, 14],
          [3, 'invalid_json', 'b.jsonl', 2, 13],
          [6, 'too_many_fields', 'c.csv', 5, 19],
          [8, 'not_an_object', 'd.json', 3, 17],
          [9, 'text_missing', 'd.json', 3, 20],
        ],
        JSON.stringify(bounds),
      );
    }
  });
});

describe('a packed file', () => {
  const rows = Array.from({ length: 2000 }, (_, i) => `{"text":"row ${i}","n":${Math.sin(i)}}\n`);
  const whole = Buffer.from(rows.join(''));

  for (const [ending, pack] of [
    ['.gz', (bytes: Buffer) => zlib.gzipSync(bytes)],
    ['.zst', (bytes: Buffer) => compress(bytes, 3)],
  ] as const) {
    it(`${ending} that breaks off gives what it has, and one row for what is lost`, async () => {
      const packed = pack(whole);
      const cut = packed.subarray(0, Math.floor(packed.length / 2));
      const files = { [`a.jsonl${ending}`]: cut, 'b.jsonl': '{"text":"after"}' };
      const found = await readAll(await scannedFiles(dir, files, { bounds: { rows: 300, bytes: 1e9 } }));
      assert.deepEqual(found.rows.at(-1), '{"text":"after"}');
      const sound = found.rows.slice(0, -1);
      assert.deepEqual(
        sound.map((line) => `${line}\n`),
        rows.slice(0, sound.length),
      );
      assert.deepEqual(
        found.quarantine.map((q) => [q.reason, path.basename(q.source?.file ?? ''), q.source?.line]),
        [['damaged_file', `a.jsonl${ending}`, sound.length + 1]],
      );
      assert.match(found.quarantine[0]?.error ?? '', /break off or are damaged/);
    });

    it(`${ending} is unpacked once: its content is kept in the run's folder, and does not matter for the rows`, async () => {
      const contents = localStore(fs.mkdtempSync(path.join(dir, 'run-')), 'test');
      const files = { [`a.jsonl${ending}`]: pack(whole) };
      const cut = await scannedFiles(dir, files, { bounds: { rows: 300, bytes: 1e9 }, contents });
      const kept = cut.partitions[0]?.sources[0]?.content ?? '';
      assert.equal(Buffer.from(contents.read(kept)).toString(), whole.toString());
      const { rows: with_ } = await readAll(cut, 'text', contents);
      contents.remove(kept);
      const { rows: without } = await readAll(cut, 'text', contents);
      assert.equal(with_.length, 2000);
      assert.deepEqual(without, with_);
    });
  }
});
