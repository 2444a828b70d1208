/** What the files of an event log are like: lines, damage, size. */
import { fileLines } from '../../events/file-lines.js';
import { logFiles, parseEvent } from '../../events/query.js';
import { lookAt } from '../../storage/files.js';

/** The log of a run's folder, its rotated files taken in. */
export interface LogHealth {
  files: number;
  bytes: number;
  /** Lines that are events. */
  lines: number;
  /** Lines that are none: torn, or overwritten. */
  damaged: number;
}

/** Reads the log of a run's folder; all is 0 when there is none. */
export async function logHealth(dir: string): Promise<LogHealth> {
  const health = { files: 0, bytes: 0, lines: 0, damaged: 0 };
  for (const file of logFiles(dir)) {
    health.files++;
    health.bytes += lookAt(file)?.size ?? 0;
    for await (const line of fileLines(file)) {
      if (parseEvent(line)) health.lines++;
      else health.damaged++;
    }
  }
  return health;
}
