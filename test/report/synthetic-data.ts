/** Reports of synthetic runs. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { syntheticEvents, writeSyntheticRun } from '../../bench/report/synthetic-run.js';
import { reportData } from '../../src/report/data/report-data.js';
import type { ReportData } from '../../src/report/data/value.js';
import { localStore } from '../../src/storage/local-store.js';

/** Runs of a test. */
export interface SyntheticRuns {
  /** An empty folder for a run. */
  folder(): string;
  /** Writes a run and gives its report. */
  dataOf(partitions: number, rows: number): Promise<ReportData>;
  /** Removes them all. */
  remove(): void;
}

/** Makes a place for the runs of a test. */
export function syntheticRuns(): SyntheticRuns {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-report-'));
  const folder = (): string => fs.mkdtempSync(path.join(root, 'run-'));
  return {
    folder,
    dataOf(partitions, rows) {
      const run = { dir: folder(), partitions, rows };
      writeSyntheticRun(run);
      return reportData(syntheticEvents(run), { runId: 'r', store: localStore(run.dir), now: 2e9 });
    },
    remove: () => fs.rmSync(root, { recursive: true }),
  };
}
