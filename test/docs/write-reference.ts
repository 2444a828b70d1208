/** Writes the files of the project that are made from its definitions; `npm run reference` starts it. */
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../repo/project.js';
import { operatorsPage } from './operators-page.js';

const FILES: Record<string, () => string> = {
  'docs/operators.md': operatorsPage,
};

for (const [name, make] of Object.entries(FILES)) {
  fs.writeFileSync(path.join(projectRoot(), name), make());
  process.stdout.write(`${name}\n`);
}
