/** Our side: the seed recipe by `juicer run` with the embedded server, as a person starts it. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT } from '../../src/model/errors.js';
import { measureCommand } from '../measure/command.js';
import { round, type Figures } from './figures.js';
import { keptRows } from './kept.js';
import { SEED_PROCESS, TEXT_KEY } from './seed.js';

const CLIENT = fileURLToPath(new URL('../../src/cli/juicer.js', import.meta.url));
/** Settings of the user's own that may reach the run: where the server program is. */
const PASSED = /^JUICER_(TEMPORAL_CLI|CACHE_DIR)$/;

/** Runs the recipe over `input` in a fresh folder `dir`, which is removed afterwards. */
export async function measureJuicer(input: string, docs: number, dir: string): Promise<Figures> {
  fs.mkdirSync(dir, { recursive: true });
  try {
    fs.writeFileSync(path.join(dir, 'recipe.json'), JSON.stringify(recipe(input), null, 2));
    const measured = await measureCommand({
      args: [CLIENT, 'run', 'recipe.json'],
      cwd: dir,
      env: ownEnvironment(),
      group: 'client',
      alsoGood: [EXIT.doneWithLosses],
      groups: () => serverProcesses(path.join(dir, '.juicer', 'server.json')),
    });
    const { started, ended } = timesOf(path.join(dir, 'outputs', 'bench'));
    const wall = measured.ended_at - measured.spawned_at;
    return {
      wall_s: round(wall),
      start_up_s: round(started - measured.spawned_at),
      shut_down_s: round(measured.ended_at - ended),
      docs_per_s: Math.round(docs / wall),
      groups: measured.groups,
      tree: measured.tree,
      kept: await keptRows(path.join(dir, 'out', 'result.jsonl')),
    };
  } finally {
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function recipe(input: string): object {
  return {
    project_name: 'bench',
    dataset_path: input,
    export_path: 'out/result.jsonl',
    text_keys: TEXT_KEY,
    process: SEED_PROCESS,
  };
}

/** The environment without settings of the user's own, but for where the server program is. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(TEMPORAL|JUICER)_/.test(name));
  const passed = Object.entries(process.env).filter(([name]) => PASSED.test(name));
  return Object.fromEntries([...own, ...passed]);
}

/** Pids by group, as a state folder tells: guard and watchdog count as one, `guard`; server and worker for themselves. */
export function serverProcesses(file: string): ReadonlyMap<number, string> {
  if (!fs.existsSync(file)) return new Map();
  const { processes } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    processes: Record<string, { pid: number } | null>;
  };
  const found = Object.entries(processes).flatMap(([name, identity]): [number, string][] =>
    identity ? [[identity.pid, name === 'watchdog' ? 'guard' : name]] : [],
  );
  return new Map(found);
}

/** When the only run of a project started and ended by its summary, in seconds since 1970. */
function timesOf(project: string): { started: number; ended: number } {
  const [run] = fs.readdirSync(project);
  if (run === undefined) throw new Error(`${project} has no run`);
  const file = path.join(project, run, 'logs', 'processing_summary.json');
  const summary = JSON.parse(fs.readFileSync(file, 'utf8')) as { started_at: string; ended_at: string };
  return { started: Date.parse(summary.started_at) / 1000, ended: Date.parse(summary.ended_at) / 1000 };
}
