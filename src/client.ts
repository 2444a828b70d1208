#!/usr/bin/env node
/**
 * The client script: the library's entry and, when run, the command line. Wiring only.
 * @example
 * const session = await openSession({ wantWorker: true });
 * const { handle } = await startRun(session, loadRecipe('recipe.yaml'));
 * const verdict = await handle.result();
 * await session.close();
 */
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import { builtInOps } from './ops/registry.js';
import { loadRecipeFile, type LoadedRecipe } from './recipe/load.js';

export { openSession, type Session, type SessionOptions } from './client/session.js';
export { newRunId, resumeRun, startRun, type StartedRun, type StartOptions } from './client/start.js';
export { exitCodeOf, runHandle, type RunHandle, type RunInfo, type RunMemo } from './client/run-handle.js';
export { decidePartitions, repeatPartitions } from './client/repeat.js';
export type { Steering } from './client/steering.js';
export { runEvents } from './client/run-events.js';
export { EventType, type JuicerEvent } from './model/event.js';
export { EXIT, JuicerError, type ErrorCode } from './model/errors.js';
export type { PartitionAnswer, RunStatusAnswer } from './model/steering.js';
export type { Verdict } from './model/verdict.js';
export type { LoadedRecipe } from './recipe/load.js';

/**
 * Reads a recipe with the built-in ops and the process's environment.
 * @throws RecipeError with all problems at once.
 */
export function loadRecipe(path: string, set: string[] = []): LoadedRecipe {
  return loadRecipeFile(path, { registry: builtInOps(), set, env: process.env });
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
