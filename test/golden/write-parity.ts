/** Compares and measures every op and writes the table into docs/parity.md; `npm run parity` starts it. */
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../ops/support.js';
import { parityTable } from './parity-table.js';
import { SKIP } from './peer.js';

const FILE = path.join(projectRoot(), 'docs/parity.md');
const BEGIN = '<!-- parity -->\n';
const END = '\n<!-- end -->';

if (SKIP !== false) {
  process.stderr.write(`${SKIP}\n`);
  process.exitCode = 1;
} else {
  const [before = '', after] = fs.readFileSync(FILE, 'utf8').split(BEGIN);
  if (after === undefined) throw new Error('docs/parity.md has no mark for the table');
  const rest = after.slice(after.indexOf(END));
  fs.writeFileSync(FILE, `${before}${BEGIN}\n${parityTable()}\n${rest}`);
}
