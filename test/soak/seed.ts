/** One seed of the soak: a run, what is done to it, and the judgement after the fact. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkRun, readEvents, redoneRows, type Violation } from '../checker/check-run.js';
import { workspace, type Workspace } from '../e2e/support.js';
import { DONE, exportSha256, inputLines, nothingRuns, runDir, withFaults } from '../faults/support.js';
import { act, type Subject } from './actions.js';
import { scheduleOf, SOAK_PARTITIONS, SOAK_ROWS, type Schedule } from './schedule.js';

/** A run that has not come to its end by then never will. */
const LIMIT_MS = 150_000;
const NEEDS_DECISION = 8;

/** What one seed came to. */
export interface SeedOutcome {
  seed: number;
  seconds: number;
  /** What was done to the run, by kind; what found nothing to strike is not counted. */
  struck: string[];
  violations: string[];
  rows: { interrupted: number; repeated: number; all: number };
  /** Seconds from each blow to the next op that completed. */
  recoveries: number[];
  temporary: number;
}

/** A workspace with the soak's input; its recipe is written for each seed. */
export function soakWorkspace(): Workspace {
  const w = workspace();
  w.write('in.jsonl', inputLines(SOAK_PARTITIONS * SOAK_ROWS).join(''));
  return w;
}

/** Hash of the export of a run that nothing is done to; the same for every seed. */
export async function calmSha256(w: Workspace): Promise<string> {
  w.write('recipe.yaml', recipeOf([]));
  const { code, stderr } = await w.run(['run', 'recipe.yaml', '--id', 'calm']);
  if (code !== DONE) throw new Error(`the undisturbed run ended with ${code}: ${stderr}`);
  return exportSha256(w);
}

/** Runs one seed and judges it. The run's folder is removed unless something was violated. */
export async function runSeed(w: Workspace, seed: number, calm: string): Promise<SeedOutcome> {
  const schedule = scheduleOf(seed);
  const started = Date.now();
  w.write('recipe.yaml', recipeOf(schedule.recipe));
  const blows: { kind: string; at: number }[] = [];
  const subject = begin(w, schedule);
  let stuck = '';
  try {
    await suffer(subject, schedule, blows);
    stuck = await finish(subject, started + LIMIT_MS);
  } finally {
    await end(subject);
  }
  for (const { name, point, action, code } of schedule.faults) {
    const marker = w.path(`fault-${name}`);
    if (!fs.existsSync(marker)) continue;
    blows.push({ kind: `${point} ${action ?? code}`, at: fs.statSync(marker).mtimeMs });
  }
  if (schedule.poison) blows.push({ kind: 'poison', at: started });
  const outcome = await judge(subject, { calm, stuck, blows });
  if (outcome.violations.length === 0) fs.rmSync(runDir(w, subject.id), { recursive: true, force: true });
  return { ...outcome, seed, seconds: (Date.now() - started) / 1000 };
}

function recipeOf(more: string[]): string {
  return `project_name: seed
dataset_path: in.jsonl
export_path: out/result.jsonl
partition_size: ${SOAK_ROWS}
retry: {initial_interval: 0.1s}
${more.join('\n')}
process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 20}
  - text_length_filter: {max_len: 4000}
  - language_id_score_filter: {lang: en, min_score: 0.3}
  - whitespace_normalization_mapper:
`;
}

function begin(w: Workspace, schedule: Schedule): Subject {
  const id = `s${schedule.seed}`;
  const { poison } = schedule;
  const faults = poison
    ? [
        ...schedule.faults,
        {
          point: 'op.start',
          match: `partition_${poison.partition}/op_${poison.op}/`,
          action: 'throw' as const,
        },
      ]
    : schedule.faults;
  const command = w.start(['run', 'recipe.yaml', '--id', id], {
    ...withFaults(w, faults),
    JUICER_THREADS: '2',
  });
  return { w, id, command, damaged: new Set(), harmed: new Set() };
}

/** Everything that the schedule holds, one after the other, as long as the run is there. */
async function suffer(
  subject: Subject,
  schedule: Schedule,
  blows: { kind: string; at: number }[],
): Promise<void> {
  await planned(subject);
  for (const action of schedule.actions) {
    await Promise.race([sleep(action.afterMs), subject.command.done]);
    if (subject.command.process.exitCode === DONE) return;
    if (ended(subject)) goOn(subject);
    const at = Date.now();
    if (await act(subject, action)) blows.push({ kind: action.kind, at });
    if (ended(subject)) goOn(subject);
  }
}

/** Before its plan stands there is nothing that a person could steer. */
async function planned({ w, id, command }: Subject): Promise<void> {
  const plan = path.join(runDir(w, id), 'metadata/plan.json');
  while (!fs.existsSync(plan) && command.process.exitCode === null) await sleep(50);
}

/** Takes the run up until it is done; says why it never came to that. */
async function finish(subject: Subject, limit: number): Promise<string> {
  for (;;) {
    const late = sleep(Math.max(0, limit - Date.now()), 'late' as const);
    const result = await Promise.race([subject.command.done, late]);
    if (result === 'late') return `not done in ${LIMIT_MS / 1000} s: ${subject.command.stderr().slice(-400)}`;
    if (result.code === DONE) return '';
    if (result.code === NEEDS_DECISION) decide(subject);
    else goOn(subject);
  }
}

function ended({ command }: Subject): boolean {
  return command.process.exitCode !== null || command.process.signalCode !== null;
}

function goOn(subject: Subject): void {
  subject.command = subject.w.start(['resume', subject.id], { JUICER_THREADS: '2' });
}

function decide(subject: Subject): void {
  subject.command = subject.w.start(['decide', subject.id, 'retry', '--all'], { JUICER_THREADS: '2' });
}

async function end({ w, command }: Subject): Promise<void> {
  if (!ended({ command } as Subject)) command.process.kill('SIGKILL');
  await command.done;
  await nothingRuns(w);
}

async function judge(
  { w, id, damaged, harmed }: Subject,
  o: { calm: string; stuck: string; blows: { kind: string; at: number }[] },
): Promise<Omit<SeedOutcome, 'seed' | 'seconds'>> {
  const dir = runDir(w, id);
  const noted = path.join(dir, 'metadata/executions');
  const executions = fs.existsSync(noted) ? fs.readdirSync(noted).length : 0;
  const options = { expectSha256: o.calm, executions, damaged: [...damaged] };
  // A file that nothing needs any more is not read again, so its damage stays; juicer checkpoints verify finds it.
  const needless = (v: Violation): boolean =>
    /^(file-|rows-unreadable)/.test(v.rule) &&
    [...harmed].some((file) => v.file === file || v.detail.startsWith(file));
  const found = o.stuck === '' ? (await checkRun(dir, options)).filter((v) => !needless(v)) : [];
  const events = o.stuck === '' ? readEvents(dir) : [];
  const redone = redoneRows(events);
  const temporary = temporaryFiles(w.path('.'));
  const violations = found.map((v) => `${v.promise} ${v.rule}: ${v.detail} (${v.file ?? ''})`);
  if (o.stuck !== '') violations.push(o.stuck);
  if (temporary > 0) violations.push(`${temporary} temporary files are left`);
  if (redone.repeated > 0 && damaged.size === 0) violations.push(`${redone.repeated} rows were repeated`);
  return {
    struck: o.blows.map((blow) => blow.kind),
    violations: violations.map((text) => withoutPlaces(text, w)),
    rows: { ...redone, all: workedRows(events) },
    recoveries: o.blows.flatMap(({ at }) => recovery(events, at / 1000)),
    temporary,
  };
}

function workedRows(events: readonly Record<string, unknown>[]): number {
  return events
    .filter((e) => e['event_type'] === 'OPERATION_COMPLETE')
    .reduce((sum, e) => sum + ((e['performance_metrics'] as { rows_in: number } | null)?.rows_in ?? 0), 0);
}

function recovery(events: readonly Record<string, unknown>[], at: number): number[] {
  const next = events
    .filter((e) => e['event_type'] === 'OPERATION_COMPLETE' && Number(e['timestamp']) > at)
    .map((e) => Number(e['timestamp']));
  return next.length === 0 ? [] : [Math.min(...next) - at];
}

function temporaryFiles(dir: string): number {
  const names = fs.readdirSync(dir, { recursive: true }).map(String);
  return names.filter((name) => path.basename(name).startsWith('.tmp-')).length;
}

/** Results are kept in the project: they tell of no folder of the machine. */
function withoutPlaces(text: string, w: Workspace): string {
  return text.replaceAll(w.dir, '.').replaceAll(os.homedir(), '~');
}
