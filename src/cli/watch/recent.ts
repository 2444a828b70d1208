/** The rate of the last half minute, by the ops that were completed in it. */

/** Seconds that count as recent. */
const RECENT = 30;

/** An op's completion counts for its share of the partition: with four ops for a quarter of its rows and bytes. */
interface Piece {
  at: number;
  rows: number;
  bytes: number;
}

/** Amounts per second. */
export interface RecentRate {
  rows: number;
  bytes: number;
}

/** Takes completions in any order; memory is bounded by the seconds that count as recent. */
export class Recent {
  /** Sums by whole second. */
  private readonly seconds = new Map<number, RecentRate>();
  private first = Infinity;
  private newest = -Infinity;

  /** Takes note of work that was completed at `at`, epoch seconds. */
  add({ at, rows, bytes }: Piece): void {
    this.first = Math.min(this.first, at);
    if (at <= this.newest - RECENT) return;
    const second = Math.floor(at);
    const sum = this.seconds.get(second) ?? { rows: 0, bytes: 0 };
    this.seconds.set(second, { rows: sum.rows + rows, bytes: sum.bytes + bytes });
    if (at < this.newest + 1) return;
    this.newest = at;
    for (const old of this.seconds.keys()) if (old <= at - RECENT) this.seconds.delete(old);
  }

  /** The rate up to `now`; null before anything was completed. */
  rate(now: number): RecentRate | null {
    if (this.first === Infinity) return null;
    const time = Math.max(1, Math.min(RECENT, now - this.first));
    const sum = { rows: 0, bytes: 0 };
    for (const [second, done] of this.seconds) {
      if (second <= now - RECENT) continue;
      sum.rows += done.rows;
      sum.bytes += done.bytes;
    }
    return { rows: sum.rows / time, bytes: sum.bytes / time };
  }
}
