/** What every activity does around its work: says when, where and at which cost it ran, and runs jobs in threads. */
import os from 'node:os';
import { activityInfo, Context } from '@temporalio/activity';
import { attemptToken } from '../engine/pool.js';
import type { Job, JobResults } from '../engine/job.js';
import type { Progress, ResourceUsage } from '../model/attempt.js';
import type { ActivityResult, RunRef } from '../model/contract.js';
import { freeBytes } from '../storage/files.js';
import { sweepTemporary } from '../storage/store-at.js';
import { beatEveryMs } from './beats.js';
import type { ActivityDependencies } from './dependencies.js';
import { Stopwatch } from './stopwatch.js';

const STALL_MS_PER_MB = 100;

/** `host:pid` of this worker. */
export const workerName = `${os.hostname()}:${process.pid}`;

/** Adds times, worker and resource use to a result. */
export async function measured<T extends object>(
  run: RunRef,
  work: () => Promise<T>,
): Promise<T & ActivityResult> {
  const watch = new Stopwatch();
  const cpu = process.cpuUsage();
  const value = await work();
  const { startedAt, now, elapsed } = watch;
  return {
    ...value,
    started_at: startedAt,
    ended_at: now,
    worker: workerName,
    resource_usage: usage(run, cpu, elapsed),
  };
}

function usage(run: RunRef, since: NodeJS.CpuUsage, elapsed: number): ResourceUsage {
  const cpu = process.cpuUsage(since);
  const seconds = (cpu.user + cpu.system) / 1e6;
  const total = process.resourceUsage();
  return {
    cpu_seconds: round(seconds),
    cpu_percent: elapsed > 0 ? round((seconds / elapsed) * 100) : null,
    peak_rss_mb: round(total.maxRSS / 1024),
    disk_read_mb: round((total.fsRead * 512) / 2 ** 20),
    disk_write_mb: round((total.fsWrite * 512) / 2 ** 20),
    run_dir_mb: null,
    disk_free_mb: freeMb(run.dir),
  };
}

/** Free space where a folder stands, MiB; null where the system does not tell. */
export function freeMb(dir: string): number | null {
  const free = freeBytes(dir);
  return free === null ? null : Math.round(free / 2 ** 20);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** How a job's progress is told: the phase, and how much there is to do. */
export interface JobStory {
  phase: string;
  total: number | null;
  /** Input bytes of the job: large ones may stand still for longer while they are read, hashed or written. */
  bytes?: number;
  /** Memory of all threads of a worker together, MiB; the job may use a thread's share. */
  memoryMb?: number;
  /** Names of the plan's ops, for jobs that run them. */
  opNames?: string[];
  /** Folders (absolute, or below the run's own) in which the job may leave temporary files. */
  folders: string[];
}

/** Runs a job in a thread, with heartbeats; sweeps its temporary files when it does not end well. */
export async function runJob<K extends Job['kind']>(
  deps: ActivityDependencies,
  job: Omit<Extract<Job, { kind: K }>, 'token' | 'attempt'>,
  story: JobStory,
): Promise<JobResults[K]> {
  const context = Context.current();
  const token = attemptToken(job.dir as string);
  const full = { ...job, token, attempt: activityInfo().attempt } as unknown as Extract<Job, { kind: K }>;
  try {
    return await deps.pool.run<K>(full, {
      signal: context.cancellationSignal,
      everyMs: beatEveryMs(deps),
      stallMs: deps.settings.stallMs + STALL_MS_PER_MB * ((story.bytes ?? 0) / 2 ** 20),
      memoryMb: story.memoryMb === undefined ? null : story.memoryMb / deps.pool.threads,
      onBeat: ({ done, opIndex }) => {
        const op = opIndex === null ? undefined : story.opNames?.[opIndex];
        const progress: Progress = {
          phase: story.phase,
          done,
          total: story.total,
          ...(op === undefined ? {} : { op }),
        };
        context.heartbeat(progress);
      },
    });
  } catch (error) {
    sweepTemporary(full.dir, story.folders, token);
    // A cancelled attempt ends with the reason of its cancel, not with that of its thread.
    if (context.cancellationSignal.aborted) return await context.cancelled;
    throw error;
  }
}
