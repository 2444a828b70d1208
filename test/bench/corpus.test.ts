import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { corpusLines, DEFAULT_MEAN, writeCorpus, type CorpusOptions } from '../../bench/corpus/write.js';

const PROGRAM = fileURLToPath(new URL('../../bench/corpus.js', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../samples/multilingual.jsonl', import.meta.url));

interface Line {
  id: number;
  text: string;
  meta: { lang: string; kind: string; base: number; len: number };
}

let folder = '';
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'corpus-'));
});
after(() => {
  fs.rmSync(folder, { recursive: true });
});

function options(changed: Partial<CorpusOptions> = {}): CorpusOptions {
  const out = path.join(folder, 'corpus.jsonl');
  return { n: 300, seed: 7, mean: DEFAULT_MEAN, badLines: 0, base: SAMPLES, out, ...changed };
}

function documents(changed: Partial<CorpusOptions> = {}): Line[] {
  return [...corpusLines(options(changed))].map((line) => JSON.parse(line) as Line);
}

test('the same arguments give the same bytes, in any process', () => {
  const summary = writeCorpus(options());
  const bytes = fs.readFileSync(options().out);
  assert.equal(summary.bytes, bytes.length);
  assert.equal(summary.sha256, createHash('sha256').update(bytes).digest('hex'));
  const other = path.join(folder, 'other.jsonl');
  const printed = execFileSync(process.execPath, [PROGRAM, '--n', '300', '--seed', '7', '--out', other], {
    encoding: 'utf8',
  });
  assert.deepEqual(JSON.parse(printed), summary);
  assert.ok(fs.readFileSync(other).equals(bytes));
});

test('another seed gives another corpus, and a longer one begins like the shorter', () => {
  const lines = [...corpusLines(options())];
  assert.notDeepEqual([...corpusLines(options({ seed: 8 }))], lines);
  assert.deepEqual([...corpusLines(options({ n: 400 }))].slice(0, 300), lines);
});

test('ids count up from 0, lengths are in code points and no surrogate pair is cut', () => {
  documents({ n: 2000 }).forEach((row, i) => {
    assert.equal(row.id, i);
    assert.equal(row.meta.len, [...row.text].length);
    assert.doesNotMatch(row.text, /\p{Surrogate}/u, `row ${i}`);
  });
});

test('the mix is about 45 % English, and lines are about 1.19 KB', () => {
  const lines = [...corpusLines(options({ n: 4000 }))];
  const rows = lines.map((line) => JSON.parse(line) as Line);
  const english = rows.filter((row) => row.meta.lang === 'en').length / rows.length;
  assert.ok(english > 0.42 && english < 0.48, `${english}`);
  const mean = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0) / lines.length;
  assert.ok(mean > 1130 && mean < 1250, `${mean}`);
  assert.deepEqual([...new Set(rows.map((row) => row.meta.kind))].sort(), [
    'base',
    'copy',
    'cut',
    'near',
    'short',
    'space',
  ]);
});

test('broken lines come on top of the documents, at even distances', () => {
  const lines = [...corpusLines(options({ n: 100, badLines: 3 }))];
  const bad = lines.flatMap((line, i) => (isJson(line) ? [] : [i]));
  assert.deepEqual(bad, [25, 51, 77]);
  assert.deepEqual(
    lines.filter(isJson).map((line) => (JSON.parse(line) as Line).id),
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test('edge and value rows of the base are never used', () => {
  assert.ok(documents({ n: 2000 }).every((row) => row.meta.base < 1000));
});

test('a wrong argument ends with code 1 and one line that names it', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [PROGRAM, '--n', 'many', '--out', path.join(folder, 'x')],
    {
      encoding: 'utf8',
    },
  );
  assert.equal(status, 1);
  assert.equal(stderr, 'corpus: --n many: must be a whole number of at most nine digits\n');
});

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
