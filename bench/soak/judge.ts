/** The judgement of a seed: the independent checker over what the run left, and what is left beside it. */
import fs from 'node:fs';
import path from 'node:path';
import { checkRun, readEvents, redoneRows } from '../../test/checker/check-run.js';
import { CANARY, type Scene } from './scene.js';
import type { Schedule } from './schedule.js';
import { OPS, PARTITION_ROWS, PARTITIONS, THREADS } from './shape.js';

/** What was found. */
export interface Judgement {
  violations: string[];
  /** Rows × ops that were worked on more than once, and how many there are. */
  redone: { interrupted: number; repeated: number; total: number };
  temporary: number;
}

/** What the checker has to know besides the folder. */
export interface Known {
  calm: string | null;
  damaged: number[];
  steps: Schedule;
}

/** Most attempts that one fault can interrupt: all that a worker has in hand. */
const SLOTS = THREADS + 4;

/** Judges a scene whose processes have ended. */
export async function judge(scene: Scene, { calm, damaged, steps }: Known): Promise<Judgement> {
  const total = PARTITIONS * PARTITION_ROWS * OPS;
  const temporary = filesBelow(scene.dir).filter((name) => path.basename(name).startsWith('.tmp-'));
  const violations = temporary.map((name) => `temporary file ${name}`);
  if (!fs.existsSync(scene.runDir))
    return { violations: [...violations, 'there is no run'], redone: { interrupted: 0, repeated: 0, total }, temporary: temporary.length };
  const found = await checkRun(scene.runDir, {
    expectVerdict: 'done',
    executions: executions(scene),
    canaries: [CANARY],
    input: path.join(scene.dir, 'in.jsonl'),
    damaged,
    logFiles: await logs(scene),
    ...(calm === null ? {} : { expectSha256: calm }),
  });
  violations.push(...found.map((v) => `${v.promise} ${v.rule}: ${v.detail}${v.file === undefined ? '' : ` (${v.file})`}`));
  const redone = { ...redoneRows(readEvents(scene.runDir)), total };
  const most = (steps.steps.length + steps.faults.length) * SLOTS * PARTITION_ROWS;
  if (redone.interrupted > most) violations.push(`P4: ${redone.interrupted} rows were interrupted, ${most} may be`);
  return { violations, redone, temporary: temporary.length };
}

/** Executions that the run's folder knows of. */
function executions({ runDir }: Scene): number {
  const folder = path.join(runDir, 'metadata/executions');
  return fs.existsSync(folder) ? fs.readdirSync(folder).length : 1;
}

/** Logs of server, worker and guard, and what every command said. */
async function logs(scene: Scene): Promise<string[]> {
  const said = path.join(scene.dir, 'said.log');
  const results = await Promise.all(scene.commands.map((command) => command.done));
  const told = results.map((r, i) => {
    const args = scene.commands[i]?.process.spawnargs.slice(3).join(' ');
    return `$ juicer ${args}: ${r.code ?? r.signal}\n${r.stdout}${r.stderr}`;
  });
  fs.writeFileSync(said, told.join('\n'));
  const folder = path.join(scene.dir, '.juicer');
  const own = fs.existsSync(folder) ? fs.readdirSync(folder).filter((name) => name.endsWith('.log')) : [];
  return [said, ...own.map((name) => path.join(folder, name))];
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}
