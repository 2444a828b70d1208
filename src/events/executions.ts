/** The executions of a run that its folder knows of: one empty file each, named by Temporal's run id. */
import { RUN_FILES } from '../storage/layout.js';
import type { Store } from '../storage/store.js';

/** Notes that an execution (Temporal's run id) worked on this run; noting it again changes nothing. */
export function noteExecution(store: Store, runId: string): void {
  store.commit(`${RUN_FILES.executions}/${runId}`, new Uint8Array(), { mode: 'if-absent' });
}

/** Run ids of the executions noted so far, sorted; continuations of them are not noted, history links to them. */
export function notedExecutions(store: Store): string[] {
  return store.list(RUN_FILES.executions).filter((name) => /^[0-9a-f-]{36}$/.test(name));
}
