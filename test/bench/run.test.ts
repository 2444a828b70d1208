import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeCorpus } from '../../bench/corpus/write.js';
import { sameRows, type BenchReport } from '../../bench/run/report.js';

const PROGRAM = fileURLToPath(new URL('../../bench/run.js', import.meta.url));
const SAMPLES = fileURLToPath(new URL('../../../samples/multilingual.jsonl', import.meta.url));
const DOCS = 400;

let folder = '';
let input = '';
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  input = path.join(folder, 'corpus.jsonl');
  writeCorpus({ n: DOCS, seed: 5, mean: 400, badLines: 2, base: SAMPLES, out: input });
});
after(() => {
  fs.rmSync(folder, { recursive: true });
});

function bench(args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [PROGRAM, ...args], { encoding: 'utf8', timeout: 120_000 });
}

test('the bench measures a run and a bare loop that keep the same rows, and tells what each cost', () => {
  const { status, stdout, stderr } = bench(['--input', input, '--json']);
  assert.equal(status, 0, stderr);
  const report = JSON.parse(stdout) as BenchReport;
  assert.equal(report.corpus.docs, DOCS + 2);
  assert.equal(report.same_rows, true);
  const { ours, bare } = report.median;
  assert.ok(ours.kept.rows > 0 && ours.kept.rows < DOCS);
  assert.equal(ours.kept.texts_sha256, bare.kept.texts_sha256);
  assert.deepEqual(Object.keys(ours.groups).sort(), ['client', 'guard', 'server', 'worker']);
  for (const cost of [...Object.values(ours.groups), ours.tree, bare.tree]) {
    assert.ok(cost.cpu_s > 0 && cost.peak_rss_mb > 0 && cost.peak_pss_mb > 0, JSON.stringify(cost));
  }
  const sum = Object.values(ours.groups).reduce((total, { cpu_s }) => total + cpu_s, 0);
  assert.ok(Math.abs(sum - ours.tree.cpu_s) < 0.05, 'the groups make up the tree');
});

test('sides that keep other rows, or other texts of the same rows, are told apart', () => {
  const kept = { rows: 1, ids_sha256: 'a', texts_sha256: 'b' };
  const side = (change: object): never => ({ kept: { ...kept, ...change } }) as never;
  const pair = (change: object): never => ({ ours: side({}), bare: side(change) }) as never;
  assert.equal(sameRows([pair({}), pair({})]), true);
  assert.equal(sameRows([pair({}), pair({ ids_sha256: 'c' })]), false);
  assert.equal(sameRows([pair({ texts_sha256: 'c' })]), false);
});

test('a wrong option ends with code 1 and one line that names it', () => {
  const { status, stderr } = bench(['--runs', '0']);
  assert.equal(status, 1);
  assert.equal(stderr, 'bench: --runs 0: must be a whole number from 1\n');
});
