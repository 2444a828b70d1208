// `npm run bench`: the measurements of bench/.
import { start } from './start.mjs';

await start('bench/run.js', process.argv.slice(2));
