/** The row ledger (promise P3): rows_out = rows_in − rejected − duplicates − quarantined − merged + added. */

/** Row counts of one op on one partition, or any sum of them. */
export interface Ledger {
  rows_in: number;
  rows_out: number;
  rejected: number;
  duplicates: number;
  quarantined: number;
  merged: number;
  added: number;
}

/** A ledger of nothing. */
export function emptyLedger(): Ledger {
  return { rows_in: 0, rows_out: 0, rejected: 0, duplicates: 0, quarantined: 0, merged: 0, added: 0 };
}

/** Whether the counts add up. */
export function ledgerCloses(l: Ledger): boolean {
  return l.rows_out === l.rows_in - l.rejected - l.duplicates - l.quarantined - l.merged + l.added;
}

/** Sum of the same op over several partitions: every count adds. */
export function addLedgers(a: Ledger, b: Ledger): Ledger {
  return {
    rows_in: a.rows_in + b.rows_in,
    rows_out: a.rows_out + b.rows_out,
    rejected: a.rejected + b.rejected,
    duplicates: a.duplicates + b.duplicates,
    quarantined: a.quarantined + b.quarantined,
    merged: a.merged + b.merged,
    added: a.added + b.added,
  };
}

/** Takes the counts of `b` out of a sum that holds them. */
export function subtractLedgers(sum: Ledger, b: Ledger): Ledger {
  return {
    rows_in: sum.rows_in - b.rows_in,
    rows_out: sum.rows_out - b.rows_out,
    rejected: sum.rejected - b.rejected,
    duplicates: sum.duplicates - b.duplicates,
    quarantined: sum.quarantined - b.quarantined,
    merged: sum.merged - b.merged,
    added: sum.added - b.added,
  };
}

/** Ledger of consecutive ops on one partition: rows enter the first, leave the last, losses add. */
export function chainLedgers(ledgers: readonly Ledger[]): Ledger {
  const [first, ...rest] = ledgers;
  if (!first) return emptyLedger();
  return rest.reduce(
    (sum, l) => ({ ...addLedgers(sum, l), rows_in: sum.rows_in, rows_out: l.rows_out }),
    first,
  );
}
