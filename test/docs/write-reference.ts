/** Writes the files of the project that are made from its definitions; `npm run reference` starts it. */
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../repo/project.js';
import { builtInOps } from '../../src/ops/registry.js';
import { recipeJsonSchema } from '../../src/recipe/json-schema.js';
import { operatorsPage } from './operators-page.js';

const FILES: Record<string, () => string> = {
  'docs/operators.md': operatorsPage,
  'recipe.schema.json': () => `${JSON.stringify(recipeJsonSchema(builtInOps()), null, 2)}\n`,
};

for (const [name, make] of Object.entries(FILES)) {
  fs.writeFileSync(path.join(projectRoot(), name), make());
  process.stdout.write(`${name}\n`);
}
