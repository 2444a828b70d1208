// `npm run record-histories`: records the histories that the replay tests replay (docs/deploys.md).
import { start } from './start.mjs';

await start('test/replay/record.js', process.argv.slice(2));
