// `npm run parity`: holds every op against the recorded results of Data-Juicer and writes the table of docs/parity.md.
import { start } from './start.mjs';

await start('test/golden/write-parity.js', process.argv.slice(2));
