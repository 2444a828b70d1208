/** Makes the normalizers of a tokenizer of the Hugging Face hub take time that grows with a text's length only. */
import type { Tokenizer } from '@huggingface/tokenizers';
import { normalizeFast, orderLongRuns, type NormalizationForm } from './mark-order.js';

/** What the library's normalizer of this kind leaves out, so that marks around it come together. */
const CONTROLS = /[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/g;

/** Parts of the library's normalizers, of which each kind has some. */
interface Parts {
  normalize(text: string): string;
  /** Of a sequence. */
  normalizers?: (Parts | null)[];
  /** Of a normal form of Unicode. */
  form?: NormalizationForm;
  /** Of BERT's. */
  strip_accents?(text: string): string;
  /** Of SentencePiece's, null or text. */
  charsmap?: string | null;
}

/** Puts faster functions with the same answers into a tokenizer where its own call the runtime's normalization. */
export function speedUp(tokenizer: Tokenizer): void {
  if (tokenizer.normalizer !== null) replace(tokenizer.normalizer as unknown as Parts);
}

function replace(part: Parts): void {
  const { form, charsmap } = part;
  for (const inner of part.normalizers ?? []) if (inner !== null) replace(inner);
  if (form !== undefined) part.normalize = (text) => normalizeFast(text, form);
  if (part.strip_accents !== undefined)
    part.strip_accents = (text) => normalizeFast(text, 'NFD').replace(/\p{Mn}/gu, '');
  if (charsmap !== undefined) {
    const whole = part.normalize.bind(part);
    part.normalize = (text) => whole(orderLongRuns(text.replace(CONTROLS, ''), 'NFKC'));
  }
}
