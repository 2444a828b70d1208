// `npm run bitflips`: damages the files of a finished run, one bit at a time.
import { start } from './start.mjs';

await start('bench/bit-flips.js', process.argv.slice(2));
