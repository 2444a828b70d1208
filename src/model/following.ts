/** What the activities that follow a run are given, and what they answer. */
import type { Alert } from './alert.js';
import type { FileRef } from './checkpoint.js';
import type { ActivityResult, RunRef } from './contract.js';

/** Argument of `followRun`. */
export interface FollowTask {
  run: RunRef;
  /** Alerts that were told before it began. */
  told: Alert[];
}

/** Result of `keepEvents`: the slice of one execution of the run. */
export interface KeepResult extends ActivityResult {
  slice: number;
  file: FileRef;
  events: number;
}
