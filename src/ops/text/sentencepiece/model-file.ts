/** Reads a SentencePiece model, the `.model` file that its trainer writes: a protocol buffer of type ModelProto. */
import { Buffer } from 'node:buffer';
import protobuf from 'protobufjs/minimal.js';
import { JuicerError } from '../../../model/errors.js';

/** What a piece is for, by SentencePiece's own numbers. */
export const PIECE = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/** One piece of the vocabulary; its number is its place in the list. */
export interface Piece {
  text: string;
  /** Single precision. */
  score: number;
  type: number;
}

/** How a text is brought into shape before it is cut. */
export interface NormalizerSpec {
  /** Replacements, compiled; empty for none. */
  charsmap: Uint8Array;
  addDummyPrefix: boolean;
  removeExtraWhitespaces: boolean;
  escapeWhitespaces: boolean;
  /** Whether the mark of a space stands after a word, not before. */
  spaceAsSuffix: boolean;
}

/** A model as it is in the file. */
export interface SentencePieceModel {
  pieces: Piece[];
  kind: 'unigram' | 'bpe';
  byteFallback: boolean;
  normalizer: NormalizerSpec;
}

const KINDS: Record<number, SentencePieceModel['kind']> = { 1: 'unigram', 2: 'bpe' };
const LENGTH_DELIMITED = 2;

type Fields = (field: number, reader: protobuf.Reader) => boolean;

/**
 * Reads a model; `file` is its name for errors.
 * @throws JuicerError E_RECIPE when the bytes are no such model, or one of a kind that is not supported.
 */
export function readSentencePieceModel(bytes: Uint8Array, file: string): SentencePieceModel {
  const model: SentencePieceModel = {
    pieces: [],
    kind: 'unigram',
    byteFallback: false,
    normalizer: {
      charsmap: new Uint8Array(0),
      addDummyPrefix: true,
      removeExtraWhitespaces: true,
      escapeWhitespaces: true,
      spaceAsSuffix: false,
    },
  };
  let kind = 1;
  const parts: Record<number, Fields> = {
    1: pieceFields(model.pieces),
    2: (field, reader) => {
      if (field === 3) kind = reader.uint32();
      else if (field === 24) model.normalizer.spaceAsSuffix = reader.bool();
      else if (field === 35) model.byteFallback = reader.bool();
      else return false;
      return true;
    },
    3: normalizerFields(model.normalizer),
  };
  if (!readParts(bytes, model.pieces, parts) || !isUsable(model.pieces))
    fail(file, 'is damaged or no SentencePiece model');
  model.kind =
    KINDS[kind] ?? fail(file, 'is of a kind that is not supported: only unigram and BPE models are');
  return model;
}

function fail(file: string, problem: string): never {
  throw new JuicerError('E_RECIPE', `model file ${file} ${problem}`, {
    place: file,
    hint: 'give the path of a .model file as the trainer of SentencePiece writes it',
  });
}

/** False when the bytes are no protocol buffer. */
function readParts(bytes: Uint8Array, pieces: Piece[], parts: Record<number, Fields>): boolean {
  try {
    const reader = protobuf.Reader.create(bytes);
    readFields(reader, reader.len, (field) => {
      const part = parts[field];
      if (part === undefined) return false;
      if (field === 1) pieces.push({ text: '', score: 0, type: PIECE.normal });
      const end = reader.uint32() + reader.pos;
      if (end > reader.len) throw new RangeError('part ends too late');
      readFields(reader, end, part);
      return true;
    });
    return true;
  } catch {
    return false;
  }
}

function readFields(reader: protobuf.Reader, end: number, read: Fields): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (!read(tag >>> 3, reader)) reader.skipType(tag & 7);
    else if ((tag & 7) === LENGTH_DELIMITED && reader.pos > end) throw new RangeError('value ends too late');
  }
}

function pieceFields(pieces: Piece[]): Fields {
  return (field, reader) => {
    const piece = pieces[pieces.length - 1] as Piece;
    if (field === 1) piece.text = Buffer.from(reader.bytes()).toString('utf8');
    else if (field === 2) piece.score = reader.float();
    else if (field === 3) piece.type = reader.uint32();
    else return false;
    return true;
  };
}

function normalizerFields(spec: NormalizerSpec): Fields {
  return (field, reader) => {
    if (field === 2) spec.charsmap = Uint8Array.from(reader.bytes());
    else if (field === 3) spec.addDummyPrefix = reader.bool();
    else if (field === 4) spec.removeExtraWhitespaces = reader.bool();
    else if (field === 5) spec.escapeWhitespaces = reader.bool();
    else return false;
    return true;
  };
}

function isUsable(pieces: readonly Piece[]): boolean {
  return (
    pieces.some(({ type }) => type === PIECE.unknown) &&
    pieces.every(({ text, score }) => text !== '' && !Number.isNaN(score))
  );
}
