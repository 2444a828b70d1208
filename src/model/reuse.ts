/** Reuse of an earlier run's checkpoints: who gives them, what came over, and what was foretold. */
import type { FileRef, OpCount } from './checkpoint.js';

/** An earlier run whose checkpoints are taken over where they fit. */
export interface Donor {
  run_id: string;
  /** Absolute path of its folder. */
  dir: string;
}

/** Values of `--reuse` that name no run. */
export const REUSE_AUTO = 'auto';
/** Nothing is taken over. */
export const REUSE_NONE = 'none';

/** What of a partition's checkpoints came from the donor: in this cut, or in one before it. */
export interface Reused {
  from_run: string;
  /** Op whose checkpoint is the last of them; −1 the partition's own file; null when nothing came. */
  up_to_op: number | null;
  /** Rows in that. */
  rows: number;
  /** The ops whose checkpoints came, in order. */
  ops: OpCount[];
  /** Their files, with that of the partition itself where that came too. */
  checkpoints: (FileRef & { index: number })[];
  /** A checkpoint of the donor that would have fitted and failed: which, and why; null when none did. */
  failed: { path: string; reason: string } | null;
}

/** Why a partition's next checkpoint has to be made. */
export interface Why {
  kind:
    | 'no_run'
    | 'not_done'
    | 'damaged'
    | 'cleaned'
    | 'given_up'
    | 'input'
    | 'reader'
    | 'storage'
    | 'op'
    | 'places';
  /** For people; names ops and keys, never rows. */
  text: string;
}

/** Some partitions, their rows, and rows × ops: an op counts each row that the partition began with. */
export interface Share {
  partitions: number;
  rows: number;
  row_ops: number;
}

/** What can be reused and what has to be done, told before any work. */
export interface Forecast {
  /** Run whose checkpoints were looked at; null when there was none. */
  of: string | null;
  /** All partitions, with the rows × ops of the whole chain. */
  all: Share;
  /** Partitions that have something to go on from. */
  reuse: Share;
  /** Partitions that have something left to do. */
  redo: Share;
  /** Partitions of one fate, the largest group first; at most {@link MAX_GROUPS}. */
  groups: ForecastGroup[];
  /** Groups beyond those. */
  more_groups: number;
}

/** Bound of {@link Forecast.groups}: a forecast rides in history. */
export const MAX_GROUPS = 20;

/** Partitions of one fate. */
export interface ForecastGroup {
  partitions: number;
  rows: number;
  /** Op up to which they are reused; −1 the partition's own file only; null nothing. */
  up_to_op: number | null;
  /** Name of that op; `partition` for −1. */
  up_to_name: string | null;
  /** Why the next op has to be run; null when all is reused. */
  why: Why | null;
}

/** The run that was found, and what was foretold; a forecast is given too when nothing fits, since it says why. */
export interface DonorChoice {
  donor: Donor | null;
  forecast: Forecast | null;
}
