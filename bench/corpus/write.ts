/** Writes a corpus to a file, a chunk at a time. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { codePoints } from '../../src/ops/text/python.js';
import { loadBase } from './base.js';
import { corpusDocuments, type CorpusDocument } from './documents.js';
import { seededRandom } from './random.js';

/** What decides the bytes of a corpus, and where they go. */
export interface CorpusOptions {
  /** Number of documents. */
  n: number;
  seed: number;
  /** Usual length of a fresh document, in UTF-16 units. */
  mean: number;
  /** Number of broken lines, at even distances, on top of the documents. */
  badLines: number;
  /** The file of base documents. */
  base: string;
  out: string;
}

/** What was written. */
export interface CorpusSummary {
  n: number;
  seed: number;
  bad_lines: number;
  bytes: number;
  mean_bytes: number;
  sha256: string;
}

/** The length that makes lines of about 1.19 KB with the project's own samples as base. */
export const DEFAULT_MEAN = 1015;

const BAD_LINES = [
  '{"id": -1, "text": "unterminated',
  '{"id": -2, "text": "two values" "meta": {}}',
  'no JSON at all',
  '{"id": -3, "text": "ends early"} and goes on',
];
const CHUNK_BYTES = 1 << 20;

/**
 * Writes a corpus; the same options, apart from `out`, give the same bytes. The file appears under its name when it is whole.
 * @throws Error when the base cannot be read or the file cannot be written.
 */
export function writeCorpus(options: CorpusOptions): CorpusSummary {
  const { n, seed, out } = options;
  fs.mkdirSync(path.dirname(path.resolve(out)), { recursive: true });
  const part = `${out}.part`;
  const file = fs.openSync(part, 'w');
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for (const chunk of inChunks(corpusLines(options))) {
      hash.update(chunk);
      for (let at = 0; at < chunk.length;) at += fs.writeSync(file, chunk, at);
      bytes += chunk.length;
    }
  } finally {
    fs.closeSync(file);
  }
  fs.renameSync(part, out);
  const mean_bytes = Math.round((10 * bytes) / Math.max(1, n)) / 10;
  return { n, seed, bad_lines: options.badLines, bytes, mean_bytes, sha256: hash.digest('hex') };
}

/** The lines of a corpus, without line breaks. */
export function* corpusLines({ n, seed, mean, badLines, base }: CorpusOptions): Generator<string> {
  const next = corpusDocuments(loadBase(base), seededRandom(seed), mean);
  let bad = 0;
  for (let id = 0; id < n; id++) {
    yield asLine(id, next());
    while (bad < badLines && (id + 1) * (badLines + 1) >= (bad + 1) * n)
      yield BAD_LINES[bad++ % BAD_LINES.length] as string;
  }
}

function asLine(id: number, { text, lang, kind, base }: CorpusDocument): string {
  return JSON.stringify({ id, text, meta: { lang, kind, base, len: codePoints(text) } });
}

function* inChunks(lines: Iterable<string>): Generator<Buffer> {
  let chunk: string[] = [];
  let units = 0;
  for (const line of lines) {
    chunk.push(line, '\n');
    units += line.length + 1;
    if (units < CHUNK_BYTES) continue;
    yield Buffer.from(chunk.join(''));
    chunk = [];
    units = 0;
  }
  if (chunk.length > 0) yield Buffer.from(chunk.join(''));
}
