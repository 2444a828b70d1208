// `npm run demo`: everything from a bare clone to a finished run.
import { start } from './start.mjs';

await start('src/cli/juicer.js', ['demo', ...process.argv.slice(2)]);
