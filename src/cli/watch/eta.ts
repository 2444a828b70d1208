/**
 * How long a run still takes. Each partition that is done gives seconds per byte; of these the value below which a tenth,
 * a half and nine tenths lie. What is left, at that pace, by as many partitions side by side as are open now.
 */
import { quantile } from '../../events/numbers.js';

/** Nothing is told before so many partitions are done. */
export const ETA_FROM = 3;

/** What the time that is left is made from. */
export interface EtaSources {
  /** Of every partition that was worked on to its end: seconds and bytes, both above 0. */
  done: readonly { seconds: number; bytes: number }[];
  /** Bytes that no op, or not every op, has gone through; a partition half through counts half. */
  bytesLeft: number;
  /** Partitions that are worked on side by side. */
  open: number;
}

/** Seconds that are left. */
export interface Eta {
  low: number;
  middle: number;
  high: number;
}

/** The time that is left; null before {@link ETA_FROM} partitions are done, when nothing is open or nothing left. */
export function etaOf({ done, bytesLeft, open }: EtaSources): Eta | null {
  if (done.length < ETA_FROM || open <= 0 || bytesLeft <= 0) return null;
  const paces = Float64Array.from(done, (p) => p.seconds / p.bytes).sort();
  const at = (q: number): number => ((quantile(paces, q) ?? 0) * bytesLeft) / open;
  return { low: at(0.1), middle: at(0.5), high: at(0.9) };
}
