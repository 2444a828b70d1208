/** When work began and ended: by the wall clock at its start, and from there by a clock that nobody sets. */
export class Stopwatch {
  /** Seconds since 1970 at which it was started. */
  readonly startedAt = Date.now() / 1000;
  readonly #clock = performance.now();

  /** Seconds since then, never negative. */
  get elapsed(): number {
    return (performance.now() - this.#clock) / 1000;
  }

  /** Seconds since 1970, never before the start. */
  get now(): number {
    return this.startedAt + this.elapsed;
  }
}
