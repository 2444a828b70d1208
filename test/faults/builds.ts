/** Another build of the package, as a deploy brings it: the code of this one with changes, under another version. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
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

/** Makes a build of another version, its activities and its workflow code changed in what does not matter to open runs. */
export function otherBuild(folder: string, version: string): OtherBuild {
  const dist = path.join(folder, 'dist');
  fs.cpSync(path.join(BUILD, 'src'), path.join(dist, 'src'), { recursive: true });
  fs.copyFileSync(path.join(BUILD, 'workflow-bundle.js'), path.join(dist, 'workflow-bundle.js'));
  fs.symlinkSync(path.join(PROJECT_ROOT, 'node_modules'), path.join(folder, 'node_modules'));
  const own = JSON.parse(fs.readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as object;
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ ...own, version }));
  change(path.join(dist, 'workflow-bundle.js'), "'write reports'", "'write all reports'");
  change(path.join(dist, 'src/activities/measured.js'), '/ 1000', '* 0.001');
  const client = path.join(dist, 'src/client.js');
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
