/** What is found of an input before it is cut is what the cut comes to. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import zlib from 'node:zlib';
import { inputFiles } from '../../src/input/discover.js';
import { scanInputs, type InputSpec } from '../../src/input/scan.js';
import { surveyInputs } from '../../src/input/survey.js';

const ROOT = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-survey-'));
after(() => fs.rmSync(ROOT, { recursive: true }));

function files(contents: Record<string, string | Buffer>): Promise<InputSpec[]> {
  const folder = fs.mkdtempSync(path.join(ROOT, 'in-'));
  for (const [name, bytes] of Object.entries(contents)) fs.writeFileSync(path.join(folder, name), bytes);
  return inputFiles({ dataset_path: folder, suffixes: [], text_files: 'file' });
}

const survey = (specs: InputSpec[], need: 'bytes' | 'rows' | 'sample'): ReturnType<typeof surveyInputs> =>
  surveyInputs(specs, { need, sampling: null, onProgress: () => undefined });

const rowsOf = (sizes: number[]): string =>
  sizes.map((size) => `{"text":"${'x'.repeat(size - 12)}"}\n`).join('');

test('rows are counted as they are cut, in every format, blank ones and broken files included', async () => {
  const packed = zlib.gzipSync(rowsOf(Array<number>(5000).fill(99)));
  const specs = await files({
    'a.jsonl': '\uFEFF{"text":"1"}\n\n \r\n{"text":"2"}\nbroken\n\u00a0\n{"text":"3"}',
    'b.json': '[{"text":"a,]"}, {"text":"b"},\n {"text":"c"}]\n',
    'c.csv': 'id,text\n1,"a\nb"\n\n2,c\n',
    'd.csv': 'id,text\n',
    'e.txt': 'one\n\ntwo\n',
    'f.jsonl': '\n \n',
    'g.jsonl.gz': zlib.gzipSync(rowsOf([20, 30])),
    'h.jsonl.gz': packed.subarray(0, packed.length - 40),
  });
  const bounds = { rows: 3, bytes: 1e9 };
  const options = { bounds, sampling: null, textKey: 'text', contents: null };
  const scanned = await scanInputs(specs, { ...options, onProgress: () => undefined });
  const found = await survey(specs, 'rows');
  assert.equal(
    found.rows,
    scanned.partitions.reduce((sum, p) => sum + p.rows, 0),
  );
  assert.equal(found.exact, true);
});

test('of a mixture the rows that are taken are counted', async () => {
  const specs = await files({ 'a.jsonl': rowsOf(Array<number>(11).fill(20)) });
  const sampling = { weights: [0.5], max_rows: null, seed: 1 };
  const found = await surveyInputs(specs, { need: 'rows', sampling, onProgress: () => undefined });
  assert.equal(found.rows, 6);
});

test('the size of plain files is theirs; nothing is read for it', async () => {
  const specs = await files({ 'a.jsonl': rowsOf([100, 200]), 'b.jsonl': rowsOf([50]) });
  assert.deepEqual(await survey(specs, 'bytes'), { bytes: 350, exact: true, rows: null, sample: null });
});

test('the size of what packed files hold is reckoned from their start', async () => {
  const words = Array.from(
    { length: 60_000 },
    (_, i) => `{"text":"${(i * 2_654_435_761) % 1e9} ${'y'.repeat(150)}"}\n`,
  );
  const text = words.join('');
  const specs = await files({ 'a.jsonl.gz': zlib.gzipSync(text), 'b.jsonl': rowsOf([100]) });
  const { bytes, exact } = await survey(specs, 'bytes');
  assert.equal(exact, false);
  assert.ok(bytes > text.length / 2 && bytes < text.length * 2, `${bytes} of ${text.length}`);
});

test('a sample tells how large rows are, over files from first to last', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`f${String(i).padStart(2, '0')}.jsonl`, rowsOf([100 + i])]),
  );
  const { sample } = await survey(await files(many), 'sample');
  assert.deepEqual([sample?.rows, sample?.mean], [8, 118]);
  const skewed = await survey(
    await files({ 'a.jsonl': rowsOf([...Array<number>(199).fill(100), 50_000]) }),
    'sample',
  );
  assert.deepEqual(skewed.sample, { rows: 200, bytes: 69_900, mean: 350, median: 100, p99: 100 });
  assert.equal((await survey(await files({ 'a.jsonl': '' }), 'sample')).sample, null);
});
