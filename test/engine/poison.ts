/** Imported before anything else: makes every op throw on a row whose text holds this at the time the op sees it. */
export const POISON = 'poison pill';

process.env.JUICER_FAULTS = JSON.stringify([{ point: 'op.row', match: POISON, action: 'throw-foreign' }]);
