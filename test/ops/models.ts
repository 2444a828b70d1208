/** The small models of the tests, and what the peer's libraries make of some texts with them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './support.js';

/**
 * What was recorded for a text: pieces by model; perplexity of these pieces, and their score as one sentence; that score by the
 * quantised models; tokens of tokenizer.json.
 */
export interface Expected {
  text: string;
  unigram: string[];
  bpe: string[];
  perplexity: { unigram: number; bpe: number };
  scores: { unigram: number; bpe: number };
  quantised: { unigram: number; bpe: number };
  tokens: string[];
}

/** Absolute path of a file of the folder. */
export function modelPath(name: string): string {
  return join(projectRoot(), 'test/ops/models', name);
}

/** The bytes of such a file. */
export function modelBytes(name: string): Buffer {
  return readFileSync(modelPath(name));
}

/** Every text with what was recorded. */
export const EXPECTED = JSON.parse(modelBytes('expected.json').toString('utf8')) as Expected[];
