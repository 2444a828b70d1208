/** Starts runs, attaches to them, goes on with those that ended before their time. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import {
  defineSearchAttributeKey,
  SearchAttributeType,
  TypedSearchAttributes,
  WorkflowIdReusePolicy,
} from '@temporalio/common';
import type { DatasetInput } from '../model/contract.js';
import type { Asked } from '../model/steering.js';
import { listed } from '../model/difference.js';
import { JuicerError } from '../model/errors.js';
import { RUN_ID_PATTERN, SEARCH_ATTRIBUTES, WORKFLOW_TYPES } from '../model/ids.js';
import { shownPaths } from '../model/object-path.js';
import { REUSE_AUTO, type Forecast } from '../model/reuse.js';
import { recipeToYaml, type LoadedRecipe, type ResolvedRecipe } from '../recipe/load.js';
import { exists } from '../storage/files.js';
import { makeFolder } from '../storage/folders.js';
import { codeFile, RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import { exportState } from './finished.js';
import { ownForecast } from './own-forecast.js';
import { preflight } from './preflight.js';
import { reuseOf } from './reuse.js';
import { knownRun, remember, runOnServer, type KnownRun } from './known-run.js';
import { runHandle, type RunHandle, type RunMemo } from './run-handle.js';
import { changesFrom, planned, refuseChangedInput, refuseEditedRecipe } from './same-run.js';
import type { Session } from './session.js';

/** How a run came to be followed. */
export interface StartedRun {
  handle: RunHandle;
  dir: string;
  how: 'started' | 'attached' | 'resumed' | 'finished';
  /** What else is to be told, e.g. that the export of a finished run has to be made again. */
  note?: string;
  /** Of a run that is gone on with: what it has already. */
  forecast?: Forecast;
}

/** Choices for a run that is started. `reuse`: `auto` (when absent), `none`, or the run to take checkpoints over from. */
export interface StartOptions {
  id?: string;
  reuse?: string;
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
 * answered with (its export is made again if it was lost), anything else is refused.
 * @throws JuicerError for whatever `preflight` finds, E_USAGE for an unfit id, E_REFUSED, E_INPUT_CHANGED, E_NO_SUCH_RUN
 * for a run to reuse that is not known.
 */
export async function startRun(
  session: Session,
  loaded: LoadedRecipe,
  options: StartOptions = {},
): Promise<StartedRun> {
  const runId = options.id ?? newRunId(loaded.recipe.project_name);
  checkRunId(runId);
  if (options.id !== undefined) {
    const taken = await runOnServer(session, runId);
    if (taken) return attach(session, loaded, { runId, memo: taken.memo, state: taken.state });
  }
  await preflight(loaded.recipe);
  await refuseClaimedExport(session, loaded.recipe.export_path);
  const dir = runDir(loaded.recipe, runId);
  const reuse = reuseOf(options.reuse ?? REUSE_AUTO, { dir, target: session.target });
  const memo = memoOf(loaded, dir);
  writeRecipe(loaded, { runId, dir });
  await launch(session, { runId, memo, reuse });
  remember(session, runId, memo);
  return { handle: runHandle(session, runId), dir, how: 'started' };
}

/** Goes on with a run: attaches when it is open, answers when it is done, else starts a new execution of its id. */
export async function resumeRun(session: Session, runId: string): Promise<StartedRun> {
  const known = await knownRun(session, runId);
  if (!known) throw unknownRun(runId);
  const { memo, state } = known;
  const handle = runHandle(session, runId);
  if (state === 'running') return { handle, dir: memo.dir, how: 'attached' };
  if (state === 'completed') return finished(session, { runId, memo });
  if (!exists(path.join(memo.dir, RUN_FILES.recipe))) {
    throw new JuicerError('E_NO_SUCH_RUN', `the work directory ${memo.dir} of run ${runId} is not there`);
  }
  refuseEditedRecipe(runId, memo.dir);
  return goOn(session, { runId, memo });
}

/** Starts a new execution of a run that has ended. */
async function goOn(
  session: Session,
  { runId, memo }: { runId: string; memo: RunMemo },
): Promise<StartedRun> {
  await refuseClaimedExport(session, memo.export_path);
  const run = planned(runId, memo.dir);
  const forecast = run ? { forecast: ownForecast(run) } : {};
  await launch(session, { runId, memo });
  return { handle: runHandle(session, runId), dir: memo.dir, how: 'resumed', ...forecast };
}

/** Answers with a finished run; goes on with it when its export was lost: the partitions' results are merged again. */
async function finished(session: Session, run: { runId: string; memo: RunMemo }): Promise<StartedRun> {
  const { dir } = run.memo;
  const found = await exportState(dir);
  if (found.state === 'lost')
    return { ...(await goOn(session, run)), note: `${found.text}: it is made again` };
  const note = found.state === 'replaced' ? { note: found.text } : {};
  return { handle: runHandle(session, run.runId), dir, how: 'finished', ...note };
}

/**
 * Starts a run that has ended again, to do what is asked for some of its partitions; everything else stands.
 * @throws JuicerError E_NO_SUCH_RUN, E_REFUSED when it is open.
 */
export async function reopenRun(session: Session, runId: string, asks: Asked[]): Promise<StartedRun> {
  const known = await knownRun(session, runId);
  if (!known) throw unknownRun(runId);
  const { memo } = known;
  await refuseClaimedExport(session, memo.export_path);
  await launch(session, { runId, memo, asks });
  return { handle: runHandle(session, runId), dir: memo.dir, how: 'resumed' };
}

function unknownRun(runId: string): JuicerError {
  return new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not known here`, {
    hint: 'juicer list shows the runs',
  });
}

async function attach(
  session: Session,
  loaded: LoadedRecipe,
  run: Pick<KnownRun, 'memo' | 'state'> & { runId: string },
): Promise<StartedRun> {
  const { runId, memo, state } = run;
  const same = memo.recipe_sha256 === loaded.sha256;
  const changes = same ? [] : changesFrom(memo.dir, loaded);
  const taken = `run id ${runId} is taken by a ${state} run`;
  if (changes?.length !== 0) {
    const what = changes ? `: ${listed(changes)}` : '';
    throw new JuicerError('E_REFUSED', `${taken} of another recipe${what}`, {
      hint: `a new run takes over what is the same: juicer run RECIPE --reuse ${runId}`,
    });
  }
  if (state === 'running') return { handle: runHandle(session, runId), dir: memo.dir, how: 'attached' };
  if (state !== 'completed')
    throw new JuicerError('E_REFUSED', taken, { hint: `juicer resume ${runId} goes on with it` });
  await refuseChangedInput(runId, memo.dir);
  return finished(session, run);
}

/** The folder of a run. */
export function runDir(recipe: ResolvedRecipe, runId: string): string {
  const template = recipe.work_dir;
  return template.includes('{run_id}') ? template.replaceAll('{run_id}', runId) : path.join(template, runId);
}

function memoOf(loaded: LoadedRecipe, dir: string): RunMemo {
  const { recipe, sha256 } = loaded;
  return { dir, project: recipe.project_name, export_path: recipe.export_path, recipe_sha256: sha256 };
}

function writeRecipe(loaded: LoadedRecipe, { runId, dir }: { runId: string; dir: string }): void {
  const standing = path.join(dir, RUN_FILES.recipe);
  if (exists(standing))
    throw new JuicerError('E_REFUSED', `the work directory ${dir} holds a run already`, {
      hint: `juicer resume ${runId}`,
    });
  makeFolder(dir, 0o700);
  const store = storeAt(dir);
  for (const { sha256, text } of loaded.code)
    store.commit(codeFile(sha256), Buffer.from(text), { mode: 'replace' });
  store.commit(RUN_FILES.recipe, Buffer.from(recipeToYaml(loaded.recipe)), { mode: 'if-absent' });
}

async function launch(
  session: Session,
  { runId, memo, asks, reuse }: { runId: string; memo: RunMemo; asks?: Asked[]; reuse?: string },
): Promise<void> {
  const input: DatasetInput = {
    run: { run_id: runId, dir: memo.dir, recipe_sha256: memo.recipe_sha256 },
    project_name: memo.project,
    search_attributes: session.searchAttributes,
    ...(asks && asks.length > 0 ? { asks } : {}),
    ...(reuse === undefined ? {} : { reuse }),
  };
  try {
    await session.client.workflow.start(WORKFLOW_TYPES.dataset, {
      args: [input],
      taskQueue: session.taskQueue,
      workflowId: runId,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      memo: { ...memo },
      staticSummary: `${memo.project}: ${path.basename(memo.export_path)}`,
      staticDetails: shownPaths(`work directory: ${memo.dir}\n\nexport: ${memo.export_path}`),
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
