/** Another build of the package, as a deploy brings it: the code of this one with changes, under another version. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { launch, PROJECT_ROOT, type RunningCommand, type Workspace } from '../e2e/support.js';

/** The folder of this build: its `src` and workflow bundle. */
const BUILD = fileURLToPath(new URL('../../', import.meta.url));

/** A build beside this one. */
export interface OtherBuild {
  version: string;
  /** Starts its `juicer` in a workspace. */
  start(w: Workspace, args: string[], env?: Record<string, string>): RunningCommand;
  remove(): void;
}

/** A text of one file of a build that stands otherwise in another build. */
export type Change = [file: string, from: string, to: string];

/** Changed activities and workflow code that make no difference to open runs. */
export const HARMLESS: readonly Change[] = [
  ['workflow-bundle.js', "'write reports'", "'write all reports'"],
  ['src/activities/measured.js', '/ 1000', '* 0.001'],
];

/** Workflow code that cannot replay any run: it begins with another activity. */
export const HARMFUL: readonly Change[] = [['workflow-bundle.js', '.planRun(', '.readPlanPage(']];

/** Makes a build of another version. */
export function otherBuild(version: string, changes: readonly Change[]): OtherBuild {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-build-'));
  const dist = path.join(folder, 'dist');
  fs.cpSync(path.join(BUILD, 'src'), path.join(dist, 'src'), { recursive: true });
  fs.copyFileSync(path.join(BUILD, 'workflow-bundle.js'), path.join(dist, 'workflow-bundle.js'));
  fs.symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const own = JSON.parse(fs.readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as object;
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...own, version }));
  for (const [file, from, to] of changes) change(path.join(dist, file), from, to);
  const client = path.join(dist, 'src/cli/juicer.js');
  return {
    version,
    start: (w, args, env = {}) => launch(w.dir, args, env, client),
    remove: () => fs.rmSync(folder, { recursive: true, force: true }),
  };
}

function change(file: string, from: string, to: string): void {
  const text = fs.readFileSync(file, 'utf8');
  assert.ok(text.includes(from), `${file} has no ${from}`);
  fs.writeFileSync(file, text.replaceAll(from, to));
}
