/** A text cut into pieces: piece k is the bytes [ends[k − 1], ends[k]) and has number ids[k]. */
export interface Cut {
  ids: number[];
  ends: number[];
}

/** Cuts normalised bytes [0, length) into pieces of a model. */
export interface Cutter {
  cut(bytes: Uint8Array, length: number): Cut;
}
