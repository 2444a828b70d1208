/** What is known of a run by its id: by the server, or by the state folder's own note. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import { RUN_ID_PATTERN } from '../model/ids.js';
import { exists, readFile } from '../storage/files.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { runHandle, type RunMemo } from './run-handle.js';
import type { Session } from './session.js';

/** What is known of a run, by the server or by the state folder's own note. */
export interface KnownRun {
  memo: RunMemo;
  state: string;
  on: 'server' | 'disk';
}

/** Finds a run by its id; null when nobody here knows it. */
export async function knownRun(session: Session, runId: string): Promise<KnownRun | null> {
  return (await runOnServer(session, runId)) ?? remembered(session, runId);
}

/** What the server knows of a run; null when it knows none. */
export async function runOnServer(session: Session, runId: string): Promise<KnownRun | null> {
  try {
    return { ...(await runHandle(session, runId).info()), on: 'server' };
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_NO_SUCH_RUN') return null;
    throw error;
  }
}

/** Embedded mode keeps a note of every run, so that it is found again when the server's own memory of it is gone. */
export function remember(session: Session, runId: string, memo: RunMemo): void {
  if (session.target.kind !== 'embedded') return;
  storeAt(session.target.stateDir).commit(`runs/${runId}.json`, Buffer.from(JSON.stringify(memo)), {
    mode: 'replace',
  });
}

function remembered(session: Session, runId: string): KnownRun | null {
  if (session.target.kind !== 'embedded' || !RUN_ID_PATTERN.test(runId)) return null;
  const file = path.join(session.target.stateDir, 'runs', `${runId}.json`);
  if (!exists(file)) return null;
  const memo = JSON.parse(readFile(file).toString()) as RunMemo;
  return {
    memo,
    state: exists(path.join(memo.dir, RUN_FILES.manifest)) ? 'completed' : 'unknown',
    on: 'disk',
  };
}
