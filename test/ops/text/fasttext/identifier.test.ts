import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { LanguageIdentifier } from '../../../../src/ops/text/fasttext/identifier.js';
import { modelPath } from '../../../../src/ops/text/fasttext/model-path.js';
import { readModel } from '../../../../src/ops/text/fasttext/model.js';
import { makeModelFile } from './model-file.js';
import { loadOracle } from './oracle.js';
import { TEXTS } from './texts.js';

const INSTALLED = modelPath(null);
const TOLERANCE = 1e-6;

function installed(): LanguageIdentifier {
  return new LanguageIdentifier(readModel(readFileSync(INSTALLED), INSTALLED));
}

test('labels and scores equal those of fastText itself', async () => {
  const oracle = await loadOracle(INSTALLED);
  const identifier = installed();
  for (const text of TEXTS) assertSame(identifier.identify(text), oracle(text), text);
});

test('scores stay those of fastText over tens of thousands of rows, where its rounding shows', async () => {
  const oracle = await loadOracle(INSTALLED);
  const identifier = installed();
  for (let i = 0; i < TEXTS.length; i += 3) {
    const text = TEXTS.slice(i, i + 3).filter((t) => !/<\/s>/i.test(t)).join(' ').repeat(200); // prettier-ignore
    assertSame(identifier.identify(text), oracle(text), `long text ${i}`);
  }
});

test('an unquantised, unpruned model gives the labels and scores of fastText', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'juicer-model-'));
  try {
    const path = join(folder, 'small.bin');
    const words = ['</s>', 'the', 'cat', 'katze', 'и'];
    const labels = ['__label__en', '__label__de', '__label__ru', '__label__zh', '__label__x'];
    writeFileSync(path, makeModelFile({ words, labels, dimension: 10, bucket: 997, minGram: 1, maxGram: 5 }));
    const oracle = await loadOracle(path);
    const identifier = new LanguageIdentifier(readModel(readFileSync(path), path));
    const seen = new Set<string>();
    for (const text of [...TEXTS, 'the cat', 'katze', 'и']) {
      const found = identifier.identify(text);
      seen.add(found.label);
      assertSame(found, oracle(text), text);
    }
    assert.ok(seen.size > 1, 'the texts tell labels apart');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an answer does not depend on the texts that came before', () => {
  const used = installed();
  for (const text of TEXTS) used.identify(text.repeat(2));
  for (const text of TEXTS) assert.deepEqual(used.identify(text), installed().identify(text));
});

function assertSame(found: { label: string; score: number }, wanted: typeof found, text: string): void {
  const name = JSON.stringify(text.slice(0, 40));
  assert.equal(found.label, wanted.label, name);
  const difference = Math.abs(found.score - wanted.score);
  assert.ok(difference <= TOLERANCE, `${name}: ${found.score} against ${wanted.score}`);
}
