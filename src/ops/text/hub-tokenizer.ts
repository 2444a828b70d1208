/** Counts tokens by a `tokenizer.json`, the form in which the Hugging Face hub has tokenizers. */
import { Buffer } from 'node:buffer';
import { Tokenizer } from '@huggingface/tokenizers';
import { JuicerError } from '../../model/errors.js';
import { speedUp } from './hub-normalizer.js';

/** Cutting that the library does in another way than the original. */
const UNSUPPORTED = ['MergedWithPrevious', 'MergedWithNext', 'Contiguous'];
/** GPT-2's own pattern, which byte-level tokenizers apply. */
const BYTE_LEVEL_PATTERN =
  "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** Counts tokens; its answers do not depend on earlier texts. */
export interface TokenCounter {
  /** Number of tokens of a text, without those that a tokenizer puts around it. */
  count(text: string): number;
}

/**
 * A counter from the bytes of a file, whose name is for errors.
 * @throws JuicerError E_RECIPE when they are no tokenizer, or one that is not supported.
 */
export function loadHubTokenizer(bytes: Uint8Array, file: string): TokenCounter {
  const tokenizer = tokenizerOf(parse(bytes, file), file);
  return { count: (text) => tokenizer.tokenize(text, { add_special_tokens: false }).length };
}

function fail(file: string, problem: string): never {
  throw new JuicerError('E_RECIPE', `tokenizer file ${file} ${problem}`, {
    place: file,
    hint: 'give the path of the file tokenizer.json of a model of the Hugging Face hub',
  });
}

/** Node's own error would quote the file, so it is left out. */
function parse(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    const value = JSON.parse(Buffer.from(bytes).toString('utf8')) as unknown;
    if (isObject(value) && isObject(value['model'])) return value;
  } catch {
    // Told below.
  }
  return fail(file, 'is damaged or no tokenizer.json');
}

function tokenizerOf(json: Record<string, unknown>, file: string): Tokenizer {
  const unsupported = UNSUPPORTED.find((name) =>
    JSON.stringify(json['pre_tokenizer'])?.includes(`"${name}"`),
  );
  if (unsupported !== undefined) fail(file, `cuts texts in a way that is not supported: ${unsupported}`);
  try {
    const tokenizer = new Tokenizer(
      { ...json, pre_tokenizer: withOriginalSpaces(json['pre_tokenizer']) },
      {},
    );
    speedUp(tokenizer);
    tokenizer.tokenize('a b');
    return tokenizer;
  } catch {
    return fail(file, 'is damaged or of a kind that is not supported');
  }
}

/**
 * The same cutting with the byte-level pattern written out: then the library takes white space as the original does, with
 * U+0085 and without U+FEFF.
 */
function withOriginalSpaces(cutting: unknown): unknown {
  if (!isObject(cutting)) return cutting;
  const inner = cutting['pretokenizers'];
  if (Array.isArray(inner)) return { ...cutting, pretokenizers: inner.map(withOriginalSpaces) };
  if (
    cutting['type'] !== 'ByteLevel' ||
    cutting['use_regex'] === false ||
    cutting['add_prefix_space'] !== false
  )
    return cutting;
  const split = {
    type: 'Split',
    pattern: { Regex: BYTE_LEVEL_PATTERN },
    behavior: 'Isolated',
    invert: false,
  };
  return { type: 'Sequence', pretokenizers: [split, { ...cutting, use_regex: false }] };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
