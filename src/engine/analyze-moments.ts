/** Sums from which mean, standard deviation and correlation follow; they can be added up, so that no value has to be kept. */

/** Of one list of numbers. `m2`: sum of the squared distances from the mean. */
export interface Moments {
  count: number;
  mean: number;
  m2: number;
  min: number;
  max: number;
}

/** Of pairs of numbers. `c`: sum of the products of their distances from their means. */
export interface PairMoments {
  count: number;
  meanA: number;
  meanB: number;
  m2a: number;
  m2b: number;
  c: number;
}

/** Of no number. */
export function noMoments(): Moments {
  return { count: 0, mean: 0, m2: 0, min: Infinity, max: -Infinity };
}

/** Takes one more number in (Welford). */
export function addValue(sums: Moments, value: number): void {
  sums.count++;
  const distance = value - sums.mean;
  sums.mean += distance / sums.count;
  sums.m2 += distance * (value - sums.mean);
  sums.min = Math.min(sums.min, value);
  sums.max = Math.max(sums.max, value);
}

/** Takes all numbers of another sum in (Chan and others). */
export function addMoments(sums: Moments, other: Moments): void {
  if (other.count === 0) return;
  const count = sums.count + other.count;
  const distance = other.mean - sums.mean;
  sums.mean += (distance * other.count) / count;
  sums.m2 += other.m2 + (distance * distance * sums.count * other.count) / count;
  sums.count = count;
  sums.min = Math.min(sums.min, other.min);
  sums.max = Math.max(sums.max, other.max);
}

/** Of no pair. */
export function noPairs(): PairMoments {
  return { count: 0, meanA: 0, meanB: 0, m2a: 0, m2b: 0, c: 0 };
}

/** Takes one more pair in. */
export function addPair(sums: PairMoments, a: number, b: number): void {
  sums.count++;
  const [da, db] = [a - sums.meanA, b - sums.meanB];
  sums.meanA += da / sums.count;
  sums.meanB += db / sums.count;
  sums.m2a += da * (a - sums.meanA);
  sums.m2b += db * (b - sums.meanB);
  sums.c += da * (b - sums.meanB);
}

/** Takes all pairs of another sum in. */
export function addPairs(sums: PairMoments, other: PairMoments): void {
  if (other.count === 0) return;
  const count = sums.count + other.count;
  const [da, db] = [other.meanA - sums.meanA, other.meanB - sums.meanB];
  const weight = (sums.count * other.count) / count;
  sums.meanA += (da * other.count) / count;
  sums.meanB += (db * other.count) / count;
  sums.m2a += other.m2a + da * da * weight;
  sums.m2b += other.m2b + db * db * weight;
  sums.c += other.c + da * db * weight;
  sums.count = count;
}

/** Standard deviation of a sample (n − 1); null of less than two numbers. */
export function deviation({ count, m2 }: Moments): number | null {
  return count < 2 ? null : Math.sqrt(m2 / (count - 1));
}

/** Pearson's correlation; null when there are less than two pairs or one side does not vary. */
export function correlation({ count, m2a, m2b, c }: PairMoments): number | null {
  if (count < 2 || m2a <= 0 || m2b <= 0) return null;
  return Math.max(-1, Math.min(1, c / Math.sqrt(m2a * m2b)));
}
