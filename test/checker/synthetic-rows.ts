/** The rows of the synthetic run, what becomes of them, and the counts that follow. */

/** Row text that is in quarantined rows only: a canary for tests of privacy. */
export const CANARY = 'zebra-"quoted"-canary';

/** The ops of the chain. */
export const OPS = ['whitespace_normalization_mapper', 'text_length_filter'];

/** Index of the op that rejects; what the others take out is quarantined. */
const FILTER = 1;

/** A row; `out` is the index of the op that takes it out of the chain, −1 the cut, null when it is exported. */
export interface Row {
  row: number;
  text: string;
  out: number | null;
}

/** Rows by partition. */
export const PARTITIONS: Row[][] = [
  [
    { row: 0, text: 'one', out: null },
    { row: 1, text: CANARY, out: 0 },
    { row: 2, text: 'thrée "quoted"', out: null },
  ],
  [
    { row: 3, text: 'unreadable', out: -1 },
    { row: 4, text: 'x', out: FILTER },
    { row: 5, text: 'six', out: null },
    { row: 6, text: 'seven', out: null },
  ],
];

/** Row counts. */
export interface Counts {
  rows_in: number;
  rows_out: number;
  rejected: number;
  duplicates: number;
  quarantined: number;
  merged: number;
  added: number;
}

/** Counts of one op on one partition. */
export interface OpLine extends Counts {
  index: number;
  name: string;
  duration: number;
}

/** Rows that are left after an op. */
export function left(rows: readonly Row[], index: number): Row[] {
  return rows.filter((r) => r.out === null || r.out > index);
}

/** The counts of an op (index −1: of the cut) on some rows. */
export function opLine(rows: readonly Row[], index: number): OpLine {
  return { index, name: OPS[index] ?? 'partition', duration: 0.1, ...counts(rows, index, index) };
}

/** Counts from op `from` to op `to` together. */
export function counts(rows: readonly Row[], from: number, to: number): Counts {
  const gone = rows.filter((r) => r.out !== null && r.out >= from && r.out <= to);
  const rejected = gone.filter((r) => r.out === FILTER).length;
  return {
    rows_in: left(rows, from - 1).length,
    rows_out: left(rows, to).length,
    rejected,
    quarantined: gone.length - rejected,
    duplicates: 0,
    merged: 0,
    added: 0,
  };
}

/** Rows of a partition that are quarantined from op `from` to op `to`. */
export function quarantined(rows: readonly Row[], from: number, to: number): Row[] {
  return rows.filter((r) => r.out !== null && r.out !== FILTER && r.out >= from && r.out <= to);
}
