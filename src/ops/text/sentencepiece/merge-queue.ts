/** A priority queue of merges: the best score first, of equal ones the leftmost. */

/** A merge that makes one symbol of [left, end). */
export interface Merge {
  left: number;
  end: number;
}

/** A binary heap in typed arrays. */
export class MergeQueue {
  private scores = new Float32Array(1024);
  private lefts = new Int32Array(1024);
  private ends = new Int32Array(1024);
  private size = 0;
  private readonly top: Merge = { left: 0, end: 0 };

  clear(): void {
    this.size = 0;
  }

  push(score: number, left: number, end: number): void {
    if (this.size === this.scores.length) this.grow();
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.isBefore(score, left, parent)) break;
      this.copy(parent, at);
      at = parent;
    }
    this.put(at, score, left, end);
  }

  /** Takes the first merge, null when there is none; the value is valid until the next call. */
  pop(): Merge | null {
    if (this.size === 0) return null;
    this.top.left = this.lefts[0] as number;
    this.top.end = this.ends[0] as number;
    this.size--;
    if (this.size > 0) this.sink(this.size);
    return this.top;
  }

  /** Puts the entry at `from` in at the root and lets it sink. */
  private sink(from: number): void {
    const score = this.scores[from] as number;
    const left = this.lefts[from] as number;
    const end = this.ends[from] as number;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.size) break;
      const sibling = child + 1;
      if (
        sibling < this.size &&
        this.isBefore(this.scores[sibling] as number, this.lefts[sibling] as number, child)
      )
        child = sibling;
      if (this.isBefore(score, left, child)) break;
      this.copy(child, at);
      at = child;
    }
    this.put(at, score, left, end);
  }

  private isBefore(score: number, left: number, other: number): boolean {
    const otherScore = this.scores[other] as number;
    return score > otherScore || (score === otherScore && left < (this.lefts[other] as number));
  }

  private copy(from: number, to: number): void {
    this.put(to, this.scores[from] as number, this.lefts[from] as number, this.ends[from] as number);
  }

  private put(at: number, score: number, left: number, end: number): void {
    this.scores[at] = score;
    this.lefts[at] = left;
    this.ends[at] = end;
  }

  private grow(): void {
    const { scores, lefts, ends } = this;
    const size = scores.length * 2;
    this.scores = new Float32Array(size);
    this.lefts = new Int32Array(size);
    this.ends = new Int32Array(size);
    this.scores.set(scores);
    this.lefts.set(lefts);
    this.ends.set(ends);
  }
}
