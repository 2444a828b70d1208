/** Progress of a run as its folder shows it: records that were committed. */
import fs from 'node:fs';
import path from 'node:path';

const RECORD = /^(partitions|checkpoints|results)\/.*\.json$|^metadata\/manifest\.json$|^logs\/processing_summary\.json$/;

/** When the newest record was committed, in epoch milliseconds; 0 when there is none. */
export function lastProgress(runDir: string): number {
  if (!fs.existsSync(runDir)) return 0;
  let newest = 0;
  for (const name of fs.readdirSync(runDir, { recursive: true })) {
    const file = String(name);
    if (!RECORD.test(file)) continue;
    // A record may be moved out of the way at this very moment.
    const stat = fs.statSync(path.join(runDir, file), { throwIfNoEntry: false });
    newest = Math.max(newest, stat?.mtimeMs ?? 0);
  }
  return newest;
}
