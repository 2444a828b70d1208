/** `juicer demo`: the guide's recipe on real text, a worker killed in the middle, and the same bytes in the end. */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runHandle } from '../../client/run-handle.js';
import { startRun } from '../../client/start.js';
import type { Session } from '../../client/session.js';
import type { Verdict } from '../../model/verdict.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { REUSE_NONE } from '../../model/reuse.js';
import { builtInOps } from '../../ops/registry.js';
import { loadRecipeFile, type LoadedRecipe } from '../../recipe/load.js';
import { RECIPE_FLAGS, SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { tellOps } from '../demo-analysis.js';
import { follow } from '../follow.js';
import { sessionFor } from '../open.js';
import { paint, type Output } from '../output.js';
import { consoleLevel } from '../progress-line.js';
import { tellStart } from '../start-note.js';

/** The sample is repeated to this many rows, so that there is a middle to kill the worker in. */
const DEMO_ROWS = 80_000;
const PROJECT_ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Runs the recipe twice, the second time with a kill, and compares. */
export const demoCommand: CommandBody = {
  count: [0, 0],
  flags: {
    ...RECIPE_FLAGS,
    ...SERVER_FLAGS,
    analyze: { type: 'boolean', help: 'show time and rows of every op afterwards' },
  },
  example: 'juicer demo --analyze',
  async run(args, out) {
    const loaded = demoRecipe(args);
    const session = await sessionFor(args, out, { wantWorker: true });
    try {
      out.note(paint('bold', '1. an undisturbed run'));
      const calm = await oneRun(session, loaded, { out, kill: false });
      out.note(paint('bold', '2. the same, and the worker is killed in the middle (kill -9)'));
      const killed = await oneRun(session, loaded, { out, kill: true });
      return compare({ calm, killed }, args, out);
    } finally {
      await session.close();
    }
  },
};

interface DemoRun {
  runId: string;
  dir: string;
  verdict: Verdict;
}

function demoRecipe(args: Args): LoadedRecipe {
  const folder = path.resolve('outputs/demo');
  const own = args.text('config');
  const dataset = args.text('dataset') ?? (own === undefined ? enlargedSample(folder) : undefined);
  const target = args.text('export') ?? path.join(folder, 'result.jsonl');
  const sized = args.list('set').some((key) => key.startsWith('partition'));
  const values: [string, string | undefined][] = [
    ['dataset_path', dataset],
    ['export_path', own === undefined || args.text('export') !== undefined ? target : undefined],
    ['project_name', own === undefined ? 'demo' : undefined],
    ['work_dir', own === undefined ? path.join(folder, 'runs') : undefined],
    ['partition_size', own === undefined && !sized ? '2000' : undefined],
  ];
  const set = values.flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${key === 'partition_size' ? value : JSON.stringify(value)}`],
  );
  const recipe = own ?? path.join(PROJECT_ROOT, 'recipes/seed.yaml');
  return loadRecipeFile(recipe, {
    registry: builtInOps(),
    set: [...set, ...args.list('set')],
    env: process.env,
  });
}

/** The sample, repeated; written once. */
function enlargedSample(folder: string): string {
  const target = path.join(folder, 'input.jsonl');
  const sample = fs.readFileSync(path.join(PROJECT_ROOT, 'samples/multilingual.jsonl'));
  const times = Math.ceil(DEMO_ROWS / Math.max(1, sample.toString('latin1').split('\n').length - 1));
  if (fs.statSync(target, { throwIfNoEntry: false })?.size === sample.length * times) return target;
  fs.mkdirSync(folder, { recursive: true });
  const fd = fs.openSync(target, 'w');
  for (let i = 0; i < times; i++) fs.writeSync(fd, sample);
  fs.closeSync(fd);
  return target;
}

async function oneRun(
  session: Session,
  loaded: LoadedRecipe,
  o: { out: Output; kill: boolean },
): Promise<DemoRun> {
  const { handle, dir } = await startRun(session, loaded, { reuse: REUSE_NONE });
  await tellStart(session, { handle, dir, how: 'started' }, o.out);
  const kill = o.kill ? killInTheMiddle(session, handle.runId, o.out) : Promise.resolve();
  const verdict = await follow({ session, handle, level: consoleLevel(loaded.recipe.event_logging) }, o.out);
  await kill;
  if (!verdict)
    throw new JuicerError('E_USAGE', 'the demo was interrupted', {
      hint: `juicer resume ${handle.runId} goes on with its run`,
    });
  const { ledger } = verdict.counts;
  o.out.note(
    `   ${verdict.status}: ${ledger.rows_in} rows in, ${ledger.rows_out} kept, ${ledger.rejected} rejected, ${ledger.quarantined} quarantined`,
  );
  return { runId: handle.runId, dir, verdict };
}

/** Waits until a quarter of the partitions is done, then kills the embedded worker. */
async function killInTheMiddle(session: Session, runId: string, out: Output): Promise<void> {
  const handle = runHandle(session, runId);
  for (;;) {
    const status = await handle.status(2000);
    if (status && (status.status === 'merging' || status.status === 'reporting' || status.status === 'done'))
      return;
    if (status && status.counts.partitions > 0 && status.counts.completed >= status.counts.partitions / 4)
      break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const pid = (await session.embedded?.pids())?.worker;
  if (!pid) return out.note('   no embedded worker to kill (a server of your own is used)');
  process.kill(pid, 'SIGKILL');
  out.note(
    paint(
      'yellow',
      `   kill -9 ${pid}: the worker is dead, its attempts are missed after the heartbeat timeout and tried again`,
    ),
  );
}

function compare({ calm, killed }: { calm: DemoRun; killed: DemoRun }, args: Args, out: Output): number {
  const same =
    calm.verdict.export?.sha256 === killed.verdict.export?.sha256 && killed.verdict.export !== null;
  const { ledger } = killed.verdict.counts;
  const text = [
    `rows     ${ledger.rows_in} in, ${ledger.rows_out} kept, ${ledger.rejected} rejected, ${ledger.quarantined} quarantined`,
    `export   ${killed.verdict.export?.path ?? 'none'}`,
    `sha256   ${calm.verdict.export?.sha256 ?? 'none'} undisturbed`,
    `         ${killed.verdict.export?.sha256 ?? 'none'} after kill -9`,
    same ? 'the bytes are the same' : 'THE BYTES DIFFER',
    `events   ${path.join(killed.dir, 'logs/processing_events.jsonl')}`,
  ];
  out.data(text.join('\n'), { schemaVersion: 1, same, undisturbed: calm, killed });
  if (args.on('analyze')) tellOps(killed.dir, out);
  return same ? EXIT.done : EXIT.failed;
}
