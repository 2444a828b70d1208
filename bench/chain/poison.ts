/**
 * Sets the fault that makes an op throw at one row of the small run. To be imported before anything else: faults are read
 * when the storage is loaded.
 */

/** Text of the row. */
export const POISON = 'this row is poison';

process.env.JUICER_FAULTS = JSON.stringify([{ point: 'op.row', match: POISON, action: 'throw-foreign' }]);
