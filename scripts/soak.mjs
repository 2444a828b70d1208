// `npm run soak`: a small recipe under random faults, one schedule per seed.
import { start } from './start.mjs';

await start('bench/soak.js', process.argv.slice(2));
