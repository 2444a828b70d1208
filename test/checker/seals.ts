/** P5 for the records themselves: one that carries its own hash is as it was written. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { Run } from './run.js';
import type { Report } from './violation.js';

const SEALED = /^(metadata|logs|partitions|checkpoints|results)\/.*\.json$/;
const MEMBER = '"record_sha256": "';

/** Checks the last member `record_sha256` of every JSON file that has one: the hash of all that stands before its value. */
export function checkSeals(run: Run, report: Report): void {
  for (const file of run.files.filter((f) => SEALED.test(f))) {
    const bytes = fs.readFileSync(path.join(run.dir, file));
    const at = bytes.lastIndexOf(MEMBER);
    if (at === -1) continue;
    const split = at + Buffer.byteLength(MEMBER);
    const hash = createHash('sha256').update(bytes.subarray(0, split)).digest('hex');
    if (bytes.toString('latin1', split) !== `${hash}"\n}\n`)
      report('P5', 'record-seal', 'is not as it was written: its own hash differs', file);
  }
}
