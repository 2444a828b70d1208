// `npm run reference`: makes docs/operators.md and the recipe's JSON Schema anew from the definitions.
import { start } from './start.mjs';

await start('test/docs/write-reference.js', process.argv.slice(2));
