/** The entry of the thread that draws a report: it takes seconds in which the worker must not fall silent. */
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { noteShared, type SharedFiles } from '../engine/shared-files.js';
import { fileLines } from '../events/file-lines.js';
import type { FileRef } from '../model/checkpoint.js';
import { JuicerError, type ErrorCode } from '../model/errors.js';
import type { JuicerEvent } from '../model/event.js';
import type { Verdict } from '../model/verdict.js';
import { storeAt } from '../storage/store-at.js';
import { writeReport } from './write.js';

/** What is drawn: plain values. */
export interface DrawTask {
  runId: string;
  /** The run's folder, absolute. */
  dir: string;
  /** Names the temporary files of the attempt. */
  token: string;
  /** File of the run's events, below the folder. */
  events: string;
  verdict: Verdict;
  webUi: { address: string; namespace: string } | null;
  /** Models that the process has in memory. */
  shared: SharedFiles;
}

/** What comes back; of a foreign error its class only: its message may quote a row. */
export type Drawn = { file: FileRef } | { code: ErrorCode; message: string };

async function draw({ dir, token, events, shared, ...sources }: DrawTask): Promise<Drawn> {
  try {
    noteShared(shared);
    const store = storeAt(dir, token);
    return { file: await writeReport(read(path.join(dir, events)), { ...sources, store }) };
  } catch (error) {
    if (error instanceof JuicerError) return { code: error.code, message: error.message };
    const name = error instanceof Error ? error.constructor.name : typeof error;
    return { code: 'E_INTERNAL', message: `unexpected ${name} while the report was drawn` };
  }
}

async function* read(file: string): AsyncGenerator<JuicerEvent> {
  for await (const line of fileLines(file)) yield JSON.parse(line) as JuicerEvent;
}

parentPort?.postMessage(await draw(workerData as DrawTask));
