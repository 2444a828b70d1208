// `npm run soak`: runs under random faults, one schedule for each seed.
import { start } from './start.mjs';

await start('test/soak/main.js', process.argv.slice(2));
