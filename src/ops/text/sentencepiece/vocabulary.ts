/** Pieces of a model by their bytes. */
import { Buffer } from 'node:buffer';
import { ByteTrie } from './byte-trie.js';
import { PIECE, type Piece } from './model-file.js';

/** A trie of the pieces of some types. */
export function trieOf(pieces: readonly Piece[], wanted: (type: number) => boolean): ByteTrie {
  const words = pieces.flatMap(({ text, type }, id) =>
    wanted(type) ? [[Buffer.from(text, 'utf8'), id] as const] : [],
  );
  return new ByteTrie(words);
}

/** Number of the piece that stands for what the vocabulary does not have. */
export function unknownId(pieces: readonly Piece[]): number {
  return pieces.findIndex(({ type }) => type === PIECE.unknown);
}
