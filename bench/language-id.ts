/**
 * Speed of language identification on one core: `node dist/bench/language-id.js FILE.jsonl [ROUNDS]`. Prints one JSON line.
 * Processor time is measured, not the clock, so that a busy machine shows less. `fresh` is the first sight of half of the
 * texts after the other half warmed the word cache; `warm` is the median of whole rounds after that.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { modelPath } from '../src/ops/text/fasttext/model-path.js';
import { LanguageIdentifier } from '../src/ops/text/fasttext/identifier.js';
import { readModel } from '../src/ops/text/fasttext/model.js';

const MICROSECONDS = 1e6;

/** Documents and text bytes per second of processor time. */
interface Rate {
  docs_per_s: number;
  mb_per_s: number;
}

const [file, rounds = '7'] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node dist/bench/language-id.js FILE.jsonl [ROUNDS]\n');
  process.exitCode = 2;
} else measure(readTexts(file), Number(rounds));

function measure(texts: string[], count: number): void {
  const path = modelPath(null);
  const started = cpuSeconds();
  const identifier = new LanguageIdentifier(readModel(readFileSync(path), path));
  const loadSeconds = cpuSeconds() - started;
  const even = texts.filter((_, i) => i % 2 === 0);
  const odd = texts.filter((_, i) => i % 2 === 1);
  timed(identifier, even);
  const fresh = timed(identifier, odd);
  const warm = Array.from({ length: count }, () => timed(identifier, texts));
  warm.sort((a, b) => a.docs_per_s - b.docs_per_s);
  const result = {
    docs: texts.length,
    mean_bytes: Math.round(bytesOf(texts) / texts.length),
    load_ms: Math.round(loadSeconds * 1000),
    fresh,
    warm: warm[warm.length >> 1],
    machine: `${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`,
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

function timed(identifier: LanguageIdentifier, texts: readonly string[]): Rate {
  const started = cpuSeconds();
  for (const text of texts) identifier.identify(text);
  const seconds = cpuSeconds() - started;
  return {
    docs_per_s: Math.round(texts.length / seconds),
    mb_per_s: Math.round(bytesOf(texts) / seconds / 1e5) / 10,
  };
}

/** Rows without a text are left out. */
function readTexts(path: string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as { text?: unknown });
  return rows.map((row) => row.text).filter((text) => typeof text === 'string');
}

function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS;
}
