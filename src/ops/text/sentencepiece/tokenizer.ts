/** Cuts texts into the pieces of a SentencePiece model, as its `encode_as_pieces` does. */
import { Buffer } from 'node:buffer';
import { JuicerError } from '../../../model/errors.js';
import { BpeCutter } from './bpe.js';
import type { Cut, Cutter } from './cut.js';
import { PIECE, readSentencePieceModel, type Piece, type SentencePieceModel } from './model-file.js';
import { Normalizer } from './normalizer.js';
import { UnigramCutter } from './unigram.js';
import { trieOf, unknownId } from './vocabulary.js';

/** Holds working memory, so one per thread. Its answers do not depend on earlier texts. */
export class SentencePieceTokenizer {
  private readonly pieces: readonly Piece[];
  private readonly normalizer: Normalizer;
  private readonly cutter: Cutter;
  private readonly unknown: number;

  constructor(private readonly model: SentencePieceModel) {
    const { pieces } = model;
    const fixed = trieOf(pieces, (type) => type === PIECE.userDefined);
    this.pieces = pieces;
    this.normalizer = new Normalizer(model.normalizer, fixed);
    this.cutter = model.kind === 'bpe' ? new BpeCutter(pieces, fixed) : new UnigramCutter(pieces);
    this.unknown = unknownId(pieces);
  }

  /** The pieces of a text; what the vocabulary does not have is in them as it is, or as bytes `<0x..>`. */
  cut(text: string): string[] {
    const { normalizer } = this;
    normalizer.normalize(text);
    const { bytes, length } = normalizer;
    return this.shown(this.cutter.cut(bytes, length), bytes);
  }

  private shown({ ids, ends }: Cut, bytes: Uint8Array): string[] {
    const out: string[] = [];
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (id !== this.unknown) {
        out.push((this.pieces[id] as Piece).text);
        continue;
      }
      const from = i === 0 ? 0 : (ends[i - 1] as number);
      // Neighbours that are unknown are one piece.
      while (ids[i + 1] === this.unknown) i++;
      const unknown = bytes.subarray(from, ends[i]);
      if (this.model.byteFallback) for (const byte of unknown) out.push(bytePiece(byte));
      else out.push(Buffer.from(unknown.buffer, unknown.byteOffset, unknown.length).toString('utf8'));
    }
    return out;
  }
}

/**
 * A tokenizer from the bytes of a model file, whose name is for errors.
 * @throws JuicerError E_RECIPE when they are no such model.
 */
export function loadTokenizer(bytes: Uint8Array, file: string): SentencePieceTokenizer {
  const model = readSentencePieceModel(bytes, file);
  try {
    return new SentencePieceTokenizer(model);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new JuicerError('E_RECIPE', `model file ${file} is damaged: ${error.message}`, { place: file });
  }
}

function bytePiece(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;
}
