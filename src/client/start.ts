/** Starts runs, attaches to them, goes on with those that ended before their time. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { DatasetInput } from '../model/contract.js';
import { JuicerError } from '../model/errors.js';
import { RUN_ID_PATTERN, SEARCH_ATTRIBUTES, WORKFLOW_TYPES } from '../model/ids.js';
import { recipeToYaml, type LoadedRecipe } from '../recipe/load.js';
import { RUN_FILES } from '../storage/layout.js';
import { localStore } from '../storage/local-store.js';
import { preflight } from './preflight.js';
import { runHandle, type RunHandle, type RunMemo } from './run-handle.js';
import type { Session } from './session.js';

/** How a run came to be followed. */
export interface StartedRun {
  handle: RunHandle;
  dir: string;
  how: 'started' | 'attached' | 'resumed' | 'finished';
}

/** `demo-20261124-160000-1a2b`: project, UTC time, four hex digits. */
export function newRunId(project: string, now = new Date()): string {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `${project.toLowerCase()}-${time}-${randomBytes(2).toString('hex')}`;
}

/** Throws JuicerError E_USAGE for an id that is unfit as the name of a folder and a workflow. */
export function checkRunId(runId: string): void {
  if (RUN_ID_PATTERN.test(runId)) return;
  throw new JuicerError('E_USAGE', `run id ${JSON.stringify(runId)} is unfit`, {
    hint: 'use up to 100 of a-z, 0-9, dot, dash and underscore',
  });
}

/**
 * Starts a run of a recipe. With an id that is taken: an open run is attached to, a finished one of the same recipe is
 * answered with, anything else is refused.
 * @throws JuicerError for whatever `preflight` finds, E_USAGE for an unfit id, E_REFUSED.
 */
export async function startRun(
  session: Session,
  loaded: LoadedRecipe,
  options: { id?: string } = {},
): Promise<StartedRun> {
  const runId = options.id ?? newRunId(loaded.recipe.project_name);
  checkRunId(runId);
  if (options.id !== undefined) {
    const taken = await existing(session, runId);
    if (taken) return attach(session, loaded, { runId, memo: taken.memo, state: taken.state });
  }
  preflight(loaded.recipe);
  await refuseClaimedExport(session, loaded.recipe.export_path);
  const dir = runDir(loaded, runId);
  const memo = memoOf(loaded, dir);
  writeRecipe(loaded, { runId, dir });
  await launch(session, { runId, memo });
  remember(session, runId, memo);
  return { handle: runHandle(session, runId), dir, how: 'started' };
}

/** Goes on with a run: attaches when it is open, answers when it is done, else starts a new execution of its id. */
export async function resumeRun(session: Session, runId: string): Promise<StartedRun> {
  const known = await knownRun(session, runId);
  if (!known)
    throw new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known here`, {
      hint: 'juicer list shows the runs',
    });
  const { memo, state } = known;
  const handle = runHandle(session, runId);
  if (state === 'running') return { handle, dir: memo.dir, how: 'attached' };
  if (state === 'completed') return { handle, dir: memo.dir, how: 'finished' };
  if (!fs.existsSync(path.join(memo.dir, RUN_FILES.recipe))) {
    throw new JuicerError('E_NO_SUCH_RUN', `the work directory ${memo.dir} of run ${runId} is not there`);
  }
  await refuseClaimedExport(session, memo.export_path);
  await launch(session, { runId, memo });
  return { handle, dir: memo.dir, how: 'resumed' };
}

/** What is known of a run, by the server or by the state folder's own note. */
export interface KnownRun {
  memo: RunMemo;
  state: string;
  on: 'server' | 'disk';
}

/** Finds a run by its id; null when nobody here knows it. */
export async function knownRun(session: Session, runId: string): Promise<KnownRun | null> {
  return (await existing(session, runId)) ?? remembered(session, runId);
}

async function existing(session: Session, runId: string): Promise<KnownRun | null> {
  try {
    return { ...(await runHandle(session, runId).info()), on: 'server' };
  } catch (error) {
    if (error instanceof JuicerError && error.code === 'E_NO_SUCH_RUN') return null;
    throw error;
  }
}

function attach(
  session: Session,
  loaded: LoadedRecipe,
  run: Pick<KnownRun, 'memo' | 'state'> & { runId: string },
): StartedRun {
  const handle = runHandle(session, run.runId);
  const same = run.memo.recipe_sha256 === loaded.sha256;
  if (same && run.state === 'running') return { handle, dir: run.memo.dir, how: 'attached' };
  if (same && run.state === 'completed') return { handle, dir: run.memo.dir, how: 'finished' };
  throw new JuicerError(
    'E_REFUSED',
    `run id ${run.runId} is taken by a ${run.state} run${same ? '' : ' of another recipe'}`,
    {
      hint: same ? `juicer resume ${run.runId} goes on with it` : 'choose another --id',
    },
  );
}

function runDir(loaded: LoadedRecipe, runId: string): string {
  const template = loaded.recipe.work_dir;
  return template.includes('{run_id}') ? template.replaceAll('{run_id}', runId) : path.join(template, runId);
}

function memoOf(loaded: LoadedRecipe, dir: string): RunMemo {
  const { recipe, sha256 } = loaded;
  return { dir, project: recipe.project_name, export_path: recipe.export_path, recipe_sha256: sha256 };
}

function writeRecipe(loaded: LoadedRecipe, { runId, dir }: { runId: string; dir: string }): void {
  const standing = path.join(dir, RUN_FILES.recipe);
  if (fs.existsSync(standing))
    throw new JuicerError('E_REFUSED', `the work directory ${dir} holds a run already`, {
      hint: `juicer resume ${runId}`,
    });
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  localStore(dir).commit(RUN_FILES.recipe, Buffer.from(recipeToYaml(loaded.recipe)), { mode: 'if-absent' });
}

async function launch(session: Session, { runId, memo }: { runId: string; memo: RunMemo }): Promise<void> {
  const input: DatasetInput = {
    run: { run_id: runId, dir: memo.dir, recipe_sha256: memo.recipe_sha256 },
    project_name: memo.project,
    search_attributes: session.searchAttributes,
  };
  try {
    await session.client.workflow.start(WORKFLOW_TYPES.dataset, {
      args: [input],
      taskQueue: session.taskQueue,
      workflowId: runId,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      memo: { ...memo },
      staticSummary: `${memo.project}: ${path.basename(memo.export_path)}`,
      staticDetails: `work directory: ${memo.dir}\n\nexport: ${memo.export_path}`,
      ...(session.searchAttributes ? { typedSearchAttributes: attributes(runId, memo.project) } : {}),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new JuicerError('E_REFUSED', `run id ${runId} is open already`, {
      hint: `juicer resume ${runId} attaches to it`,
    });
  }
}

function attributes(runId: string, project: string): TypedSearchAttributes {
  const key = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
  return new TypedSearchAttributes([
    { key: key(SEARCH_ATTRIBUTES.run), value: runId },
    { key: key(SEARCH_ATTRIBUTES.project), value: project },
    { key: key(SEARCH_ATTRIBUTES.status), value: 'planning' },
  ]);
}

/** Two open runs never write one export. */
async function refuseClaimedExport(session: Session, exportPath: string): Promise<void> {
  const query = `WorkflowType = "${WORKFLOW_TYPES.dataset}" AND ExecutionStatus = "Running"`;
  for await (const open of session.client.workflow.list({ query })) {
    if ((open.memo as unknown as RunMemo | undefined)?.export_path !== exportPath) continue;
    throw new JuicerError(
      'E_REFUSED',
      `export_path ${exportPath} is claimed by the open run ${open.workflowId}`,
      {
        hint: `juicer resume ${open.workflowId} goes on with that run`,
      },
    );
  }
}

/** Embedded mode keeps a note of every run, so that it is found again when the server's own memory of it is gone. */
function remember(session: Session, runId: string, memo: RunMemo): void {
  if (session.target.kind !== 'embedded') return;
  localStore(session.target.stateDir).commit(`runs/${runId}.json`, Buffer.from(JSON.stringify(memo)), {
    mode: 'replace',
  });
}

function remembered(session: Session, runId: string): KnownRun | null {
  if (session.target.kind !== 'embedded' || !RUN_ID_PATTERN.test(runId)) return null;
  const file = path.join(session.target.stateDir, 'runs', `${runId}.json`);
  if (!fs.existsSync(file)) return null;
  const memo = JSON.parse(fs.readFileSync(file, 'utf8')) as RunMemo;
  return {
    memo,
    state: fs.existsSync(path.join(memo.dir, RUN_FILES.manifest)) ? 'completed' : 'unknown',
    on: 'disk',
  };
}
