/** A value in the bytes of its line: its range, and a value of `KIND`. */
export interface ValueSlice {
  start: number;
  end: number;
  kind: number;
}

/** Where the top-level keys and values of one scanned object stand, in the order of the text. Reused from line to line. */
export class Members {
  /** Number of members; the arrays may be longer. */
  count = 0;
  /** First byte of each key after its quote, and the position of its closing quote. */
  keyStart = new Int32Array(16);
  keyEnd = new Int32Array(16);
  /** First byte of each value, quotes included, and the position after it. */
  valueStart = new Int32Array(16);
  valueEnd = new Int32Array(16);
  /** A value of `KIND` for each key and value. */
  keyKind = new Uint8Array(16);
  valueKind = new Uint8Array(16);

  /** Appends a key and gives its slot. */
  add(start: number, end: number, kind: number): number {
    const slot = this.count++;
    if (slot === this.keyStart.length) this.grow();
    this.keyStart[slot] = start;
    this.keyEnd[slot] = end;
    this.keyKind[slot] = kind;
    return slot;
  }

  /** Sets the value of a slot. */
  setValue(slot: number, start: number, end: number, kind: number): void {
    this.valueStart[slot] = start;
    this.valueEnd[slot] = end;
    this.valueKind[slot] = kind;
  }

  /** The value of a slot. */
  value(slot: number): ValueSlice {
    return {
      start: this.valueStart[slot] as number,
      end: this.valueEnd[slot] as number,
      kind: this.valueKind[slot] as number,
    };
  }

  private grow(): void {
    this.keyStart = doubled(this.keyStart);
    this.keyEnd = doubled(this.keyEnd);
    this.valueStart = doubled(this.valueStart);
    this.valueEnd = doubled(this.valueEnd);
    this.keyKind = doubled(this.keyKind);
    this.valueKind = doubled(this.valueKind);
  }
}

/** A copy of twice the length, the new half zero. */
export function doubled<T extends Int32Array | Uint8Array | Float64Array>(array: T): T {
  const grown = new (array.constructor as new (length: number) => T)(array.length * 2);
  grown.set(array);
  return grown;
}
