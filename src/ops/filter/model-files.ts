/** Parameters that name a file of a model, which the user gives: nothing is downloaded. */
import { resolve } from 'node:path';
import { z } from 'zod';

/** The path of a model file; null only as the default. */
export const modelFile = z.string().min(1).nullable().default(null);

/** What to give for a SentencePiece model. */
export const SENTENCEPIECE_ADVICE =
  'name a SentencePiece model (.model); those of Data-Juicer are LANG.sp.model at https://huggingface.co/edugp/kenlm/tree/main/wikipedia';

/** What to give for a KenLM model. */
export const KENLM_ADVICE =
  'name a KenLM model (ARPA or binary); those of Data-Juicer are LANG.arpa.bin at https://huggingface.co/edugp/kenlm/tree/main/wikipedia';

/** What to give for a tokenizer of the Hugging Face hub. */
export const HUB_TOKENIZER_ADVICE =
  'name a file tokenizer.json; that of Data-Juicer is at https://huggingface.co/EleutherAI/pythia-6.9b-deduped';

/** The files that parameters name, as absolute paths; without those that are null. */
export function absoluteFiles(paths: Record<string, string | null>): Record<string, string> {
  const named = Object.entries(paths).filter((entry): entry is [string, string] => entry[1] !== null);
  return Object.fromEntries(named.map(([param, path]) => [param, resolve(path)]));
}
