#!/usr/bin/env node
/**
 * The client script: the library's entry and, when run, the command line. Wiring only.
 * @example
 * const executor = createExecutor(loadRecipe('recipe.yaml'));
 * const dataset = await executor.run();
 * for await (const row of dataset) console.log(row.text);
 * await executor.close();
 */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtInOps } from './ops/registry.js';
import { recipePath } from './client/recipe-path.js';
import { loadRecipeFile, type LoadedRecipe } from './recipe/load.js';

export {
  createExecutor,
  openRun,
  type Executor,
  type ExecutorOptions,
  type OpenRunOptions,
} from './client/executor.js';
export type { MonitorOptions, RunViews } from './client/run-views.js';
export type { OpPerformance, PerformanceSummary } from './model/performance.js';
export type { PartitionOp, PartitionStatus } from './report/numbers/partition.js';
export type { StatusSummary } from './report/numbers/status.js';
export type { CheckpointManager } from './client/checkpoint-manager.js';
export type { CheckpointState, ListedCheckpoint } from './client/checkpoint-list.js';
export type { BadFile, Verified } from './client/verify-run.js';
export { verifyManifest, type VerifiedManifest } from './client/verify-manifest.js';
export type { Dataset, Row } from './client/dataset.js';
export { openSession, type Session, type SessionOptions } from './client/session.js';
export { newRunId, resumeRun, startRun, type StartedRun, type StartOptions } from './client/start.js';
export { exitCodeOf, runHandle, type RunHandle, type RunInfo, type RunMemo } from './client/run-handle.js';
export { decidePartitions, repeatPartitions } from './client/repeat.js';
export type { Steering } from './client/steering.js';
export { runEvents } from './client/run-events.js';
export type { EventFilter } from './events/query.js';
export { EventType, type JuicerEvent } from './model/event.js';
export { EXIT, JuicerError, type ErrorCode } from './model/errors.js';
export type { PartitionAnswer, RunStatusAnswer } from './model/steering.js';
export type { Verdict } from './model/verdict.js';
export type { LoadedRecipe, ResolvedRecipe } from './recipe/load.js';

/**
 * Reads a recipe with the built-in ops and the process's environment. Without a path it is the one after `--config` among the
 * program's arguments, else that of JUICER_CONFIG. `set`: keys that differ, as `partition_size=1000`.
 * @throws RecipeError with all problems at once, JuicerError E_USAGE when no path is named anywhere.
 */
export function loadRecipe(path?: string, set: string[] = []): LoadedRecipe {
  const file = path ?? recipePath({ argv: process.argv.slice(2), env: process.env });
  return loadRecipeFile(file, { registry: builtInOps(), set, env: process.env });
}

if (isMain()) {
  // The one import that goes up: the command line is only loaded when this file is run.
  const { main } = await import('./cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}

function isMain(): boolean {
  const script = process.argv[1];
  return (
    script !== undefined &&
    fs.existsSync(script) &&
    fs.realpathSync(script) === fileURLToPath(import.meta.url)
  );
}
