/** Runs a scenario with the release that was built here, and takes the histories it left on the server. */
import os from 'node:os';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { openSession } from '../../src/client/session.js';
import { notedExecutions } from '../../src/events/executions.js';
import { readRunHistories, type RunHistory } from '../../src/events/read-history.js';
import { padPartition } from '../../src/model/ids.js';
import { localStore } from '../../src/storage/local-store.js';
import type { Workspace } from '../e2e/support.js';
import { runDir } from '../faults/support.js';
import { projectRoot } from '../repo/project.js';
import type { Fixture, RecordedEvent } from './fixtures.js';
import { neutral, type Replacement } from './neutral.js';
import { scenarioWorkspace, type Scenario } from './scenario.js';

/** Runs it in a workspace of its own. @throws AssertionError when a command of it does not end as it should. */
export async function record(scenario: Scenario): Promise<Fixture[]> {
  const w = scenarioWorkspace(scenario);
  try {
    await scenario.act(w, scenario.name);
    return await histories(w, scenario);
  } finally {
    await w.remove();
  }
}

async function histories(w: Workspace, { name, children }: Scenario): Promise<Fixture[]> {
  const noted = notedExecutions(localStore(runDir(w, name)));
  const session = await openSession({ stateDir: w.path('.juicer'), env: {} });
  const fixtures: Fixture[] = [];
  const seen = new Map<string, number>();
  try {
    for await (const history of readRunHistories(session.client, name, noted)) {
      const stem = stemOf(history, children);
      if (stem === null) continue;
      const nth = (seen.get(stem) ?? 0) + 1;
      seen.set(stem, nth);
      fixtures.push({ ...taken(history, replacements(w)), name: `${name}.${stem}-${nth}` });
    }
  } finally {
    await session.close();
  }
  return fixtures;
}

/** `run` for the run itself, `p000001` for a partition that is wanted; null for another. */
function stemOf({ workflowId, child }: RunHistory, children: readonly number[]): string | null {
  if (!child) return 'run';
  const wanted = children.map((partition) => `p${padPartition(partition)}`);
  return wanted.find((stem) => workflowId.endsWith(`/${stem}`)) ?? null;
}

function taken({ workflowId, execution }: RunHistory, replacements: Replacement[]): Omit<Fixture, 'name'> {
  if (!execution) throw new Error(`the server has no history of ${workflowId}`);
  const json = historyToJSON({ events: [...execution.events] });
  const { events } = JSON.parse(json) as { events: unknown[] };
  return { workflowId, events: events.map((event) => neutral(event, replacements) as RecordedEvent) };
}

/** The workspace's folder becomes /data; names of machine, user and project folder go. */
function replacements(w: Workspace): Replacement[] {
  const host = os.hostname().replace(/[^\w]/g, '\\$&');
  return [
    [w.dir, '/data'],
    [projectRoot(), '/juicer'],
    [os.homedir(), '/home'],
    // Identities of clients and workers (`pid@host`), workers of attempts (`host:pid`).
    [new RegExp(`(?<=^\\d+@)${host}|^${host}(?=:\\d+$)`, 'g'), 'host'],
  ];
}
