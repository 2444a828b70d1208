/** Entry of the guard process; its options are one JSON argument. Exit code 3: another guard owns the state folder. */
import { runGuard, type GuardOptions } from './guard.js';
import { LOST_EXIT_CODE } from './guard-process.js';

const options = JSON.parse(process.argv[2] ?? '') as GuardOptions;
process.exit((await runGuard(options)) ? 0 : LOST_EXIT_CODE);
