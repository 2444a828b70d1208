/** The shape of every soak run. */

/** Partitions. */
export const PARTITIONS = 12;
/** Rows of each, those that cannot be read included. */
export const PARTITION_ROWS = 40;
/** Ops of the recipe. */
export const OPS = 5;
/** Attempts that a segment has before its partition is parked. */
export const ATTEMPTS = 3;
/** Silence after which a worker is taken for dead, in milliseconds. */
export const HEARTBEAT_MS = 2000;
/** Threads of all workers together. */
export const THREADS = 4;
