// `npm run sweep`: fails every file-system call of a small run, one at a time.
import { start } from './start.mjs';

await start('bench/sweep.js', process.argv.slice(2));
