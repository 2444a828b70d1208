/** The recorded runs of `recorded/`, read as histories. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Execution } from '../../src/events/history.js';

function root(): string {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  while (!fs.existsSync(path.join(dir, 'package.json'))) dir = path.dirname(dir);
  return dir;
}

/** The executions in a file of `recorded/`. */
export function recorded(name: string): Execution[] {
  const file = path.join(root(), 'test/events/recorded', `${name}.json`);
  const list = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    workflowId: string;
    runId: string;
    events: unknown[];
  }[];
  return list.map(({ workflowId, runId, events }) => ({
    workflowId,
    runId,
    events: historyFromJSON({ events }).events ?? [],
  }));
}
