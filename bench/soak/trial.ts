/** One seed from its start to its judgement. */
import fs from 'node:fs';
import path from 'node:path';
import { Follower } from './follow.js';
import { judge, type Judgement } from './judge.js';
import { OWN_ENV, ownSite } from './own-site.js';
import { perform, type Stage } from './perform.js';
import { lastProgress } from './progress.js';
import { makeScene, marker, type Scene } from './scene.js';
import { drawSchedule, type Schedule, type Step } from './schedule.js';
import type { Site } from './site.js';
import { standingEnv, standingSite, type StandingServer } from './standing-site.js';

const LIMIT_MS = 90_000;
/** A thread that is to be held is waited for this long; its op may have nothing to do. */
const HOLD_PATIENCE_MS = 15_000;
const STEP_MS = 50;

/** What a seed came to. */
export interface Trial extends Judgement {
  seed: number;
  schedule: Schedule;
  /** Seconds from the start to the end of the run. */
  seconds: number;
  /** What struck, by kind. */
  struck: Record<string, number>;
  /** Seconds from each fault to the next record that was committed. */
  recoveries: number[];
  /** Times that a person had to decide. */
  decisions: number;
}

/** What seeds share. */
export interface Ground {
  /** Folder below which each seed has its own. */
  root: string;
  standing(): Promise<StandingServer>;
  /** Hash of the export of an undisturbed run; null for that run itself. */
  calm: string | null;
}

/** Draws a seed's schedule and carries it out. A seed that broke nothing leaves no folder. */
export async function trial(seed: number, ground: Ground): Promise<Trial> {
  return carryOut(drawSchedule(seed), ground);
}

/** Carries out a schedule. */
export async function carryOut(schedule: Schedule, ground: Ground): Promise<Trial> {
  const { seed, server } = schedule;
  const dir = path.join(ground.root, `seed-${seed}`);
  fs.rmSync(dir, { recursive: true, force: true });
  const own = server === 'own';
  const scene = makeScene(dir, schedule, own ? OWN_ENV : standingEnv(await ground.standing(), seed));
  const site = own ? ownSite(scene) : standingSite(scene);
  const run = await disturb(schedule, scene, site);
  const ended = await site.end();
  const judgement = await judge(scene, { calm: ground.calm, damaged: run.damaged, steps: schedule });
  judgement.violations.push(...run.problems, ...ended);
  if (judgement.violations.length === 0) fs.rmSync(dir, { recursive: true, force: true });
  const { seconds, recoveries, decisions, performed } = run;
  return { seed, schedule, seconds, recoveries, decisions, struck: struckIn(schedule, scene, performed), ...judgement };
}

/** What was done to a run until it was done. */
interface Disturbed {
  seconds: number;
  recoveries: number[];
  decisions: number;
  damaged: number[];
  performed: string[];
  problems: string[];
}

async function disturb(schedule: Schedule, scene: Scene, site: Site): Promise<Disturbed> {
  const started = Date.now();
  const follower = new Follower(scene);
  const damaged = new Set<number>();
  const stage: Stage = { scene, site, follower, damaged, others: [], release: () => undefined };
  const recoveries: number[] = [];
  const performed: string[] = [];
  const story = async (): Promise<void> => {
    await site.start();
    follower.begin(['run', 'recipe.yaml', '--id', scene.runId]);
    for (const [i, step] of schedule.steps.entries()) {
      const recovery = await takeStep(step, i, stage);
      performed.push(step.action.kind);
      if (recovery !== null) recoveries.push(recovery);
    }
    await settle(stage);
  };
  const problems = await orLate(story(), () => abandon(stage));
  const seconds = (Date.now() - started) / 1000;
  const decisions = follower.decisions;
  return { seconds, recoveries, decisions, damaged: [...damaged], performed, problems: [...problems, ...follower.problems] };
}

async function orLate(story: Promise<void>, abandoned: () => Promise<void>): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), LIMIT_MS);
  });
  try {
    if ((await Promise.race([story.then(() => 'done' as const), late])) === 'done') return [];
    await abandoned();
    return [`the run was not done after ${LIMIT_MS / 1000} s`];
  } catch (error) {
    await abandoned();
    return [`the soak itself failed: ${error instanceof Error ? error.message : String(error)}`];
  } finally {
    clearTimeout(timer);
  }
}

/** Nothing is left running of a seed that is given up. */
async function abandon({ follower, site }: Stage): Promise<void> {
  follower.halt();
  follower.signal('SIGKILL');
  await site.killAll();
}

/** Waits for the place, acts, lets go; gives the seconds until the next record, null when none came. */
async function takeStep(step: Step, index: number, stage: Stage): Promise<number | null> {
  const { scene, follower } = stage;
  const held = marker(scene, `hold-${index}`);
  const patience = Date.now() + HOLD_PATIENCE_MS;
  while (!fs.existsSync(held) && follower.active && Date.now() < patience) await rest();
  const release = (): void => fs.writeFileSync(`${held}.go`, '');
  const acted = Date.now();
  await perform(step.action, { ...stage, release });
  release();
  return recovery(stage, acted);
}

async function recovery({ scene, follower }: Stage, since: number): Promise<number | null> {
  for (const patience = Date.now() + HOLD_PATIENCE_MS * 2; Date.now() < patience; await rest()) {
    const last = lastProgress(scene.runDir);
    if (last > since) return (last - since) / 1000;
    if (!follower.active) return null;
  }
  return null;
}

/** Until the run is done, whatever ended it before its time: the follower, and whoever asked for something else. */
async function settle({ scene, follower, others }: Stage): Promise<void> {
  await follower.settled();
  await Promise.all(others);
  // What was asked for after the run had ended opened it again.
  follower.begin(['resume', scene.runId]);
  await follower.settled();
}

/** What of a schedule came about: actions that were taken, faults whose marker stands. */
function struckIn(schedule: Schedule, scene: Scene, performed: readonly string[]): Record<string, number> {
  const { faults } = schedule;
  const struck = faults.filter(({ name }) => fs.existsSync(marker(scene, name))).map(({ kind }) => kind);
  const counts: Record<string, number> = {};
  for (const kind of [...performed, ...struck]) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, STEP_MS));
}
