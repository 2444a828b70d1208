// The command line from a clone: node scripts/juicer.mjs run recipe.yaml
import { start } from './start.mjs';

await start('src/cli/juicer.js', process.argv.slice(2));
