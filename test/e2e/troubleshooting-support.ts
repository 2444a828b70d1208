/** What the troubleshooting tests share: what `juicer analyze RUN` advises, failures by their code, sizes on disk. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { eventsOf, filesBelow, runDirOf, runIdOf, type EventLine } from './artefacts.js';
import { until, type CommandResult, type Workspace } from './support.js';

/** One hint of the analysis. */
export interface Advice {
  symptom: string;
  problem: string;
  evidence: string[];
  cures: string[];
}

/** The analysis of a run, as far as these tests look at it. */
export interface Analysis {
  hints: Advice[];
  skew: { bytes: { ratio: number } | null };
  resource_usage: { run_dir_mb: number | null; peak_rss_mb: number | null };
}

/** Exit code of a run that waits for a decision about a partition. */
export const NEEDS_DECISION = 8;

/** What `juicer analyze RUN -o json` tells. */
export async function analysed(w: Workspace, run: string): Promise<Analysis> {
  const shown = await w.run(['analyze', run, '-o', 'json']);
  assertEnded(shown, 0);
  return JSON.parse(shown.stdout) as Analysis;
}

/** The hint about a problem; the test fails when there is none. */
export function advice({ hints }: Analysis, symptom: string, problem: RegExp): Advice {
  const found = hints.find((hint) => hint.symptom === symptom && problem.test(hint.problem));
  assert.ok(found, `no hint (${symptom}) like ${problem.source} in ${JSON.stringify(hints)}`);
  return found;
}

/** Asserts that a problem is told no more. */
export function assertCured({ hints }: Analysis, symptom: string, problem: RegExp): void {
  const left = hints.filter((hint) => hint.symptom === symptom && problem.test(hint.problem));
  assert.deepEqual(left, []);
}

/** Asserts that a hint names these keys and commands as cures, each at the beginning of a line. */
export function assertNames({ cures }: Advice, ...names: string[]): void {
  for (const name of names)
    assert.ok(
      cures.some((cure) => cure.startsWith(name)),
      `no cure ${name} in ${cures.join(' | ')}`,
    );
}

/** Failed attempts of a run by its log. Those lost with their worker are left out: a busy machine may cause some. */
export function failures(dir: string): EventLine[] {
  return eventsOf(dir).filter((e) => e.event_type === 'OPERATION_ERROR' && !e.metadata['lost']);
}

/** Their codes, in order, each as often as it came. */
export function failureCodes(dir: string): unknown[] {
  return failures(dir).map((e) => e.metadata['error_type']);
}

/** Bytes of the files below a folder whose names end so. */
export function bytesBelow(dir: string, ending = ''): number {
  return filesBelow(dir, ending).reduce((sum, file) => sum + fs.statSync(path.join(dir, file)).size, 0);
}

/** Asserts how a command ended; all that it printed is the message. */
export function assertEnded(result: CommandResult, code: number): void {
  assert.equal(result.code, code, `${result.stdout}\n${result.stderr}`);
}

/** Time from which on the analysis takes a run for slow, milliseconds, and a little. */
const SLOW_MS = 10_500;

/** How much longer than all others a partition is held: the analysis asks for three times the middle one. */
const TIMES = 4;

/**
 * Runs a recipe whose worker is held at a point of one partition until the run counts as slow, and that partition stands
 * out from the `others`, however busy the machine is; it ends well then.
 */
export async function heldRun(
  w: Workspace,
  run: { project: string; others: number },
  fault: { point: string; match: string },
): Promise<{ dir: string; analysis: Analysis }> {
  const marker = w.path('held');
  const faults = JSON.stringify([{ ...fault, action: 'hold', marker }]);
  const running = w.start(['run', `${run.project}.yaml`], { JUICER_FAULTS: faults });
  const project = w.path(`outputs/${run.project}`);
  const inRun = (name: string): boolean =>
    fs.existsSync(project) && filesBelow(project, '').some((file) => file.split(path.sep)[1] === name);
  const begins = (): boolean => inRun('partitions') || running.process.exitCode !== null;
  await until(begins, 120_000, 'the partitions to be read');
  if (running.process.exitCode !== null) assertEnded(await running.done, 0);
  const began = Date.now();
  await until(() => fs.existsSync(marker), 120_000, `the fault at ${fault.point}`);
  const results = path.join(w.runDir(run.project), 'results');
  const done = (): number => (inRun('results') ? filesBelow(results, '.json').length : 0);
  await until(() => done() === run.others, 120_000, 'the other partitions to end');
  const due = Date.now() + Math.max(SLOW_MS, TIMES * (Date.now() - began));
  await until(() => Date.now() > due, 100_000, 'the run to be slow');
  fs.writeFileSync(`${marker}.go`, '');
  const result = await running.done;
  assertEnded(result, 0);
  return { dir: runDirOf(result), analysis: await analysed(w, runIdOf(result)) };
}
