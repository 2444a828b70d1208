/** Makes and runs a worker: connection, thread pool, activities, workflows; ends cleanly on SIGTERM. */
import fs from 'node:fs';
import os from 'node:os';
import { NativeConnection, type NativeConnectionOptions, Worker, type LogLevel } from '@temporalio/worker';
import { threadPool } from '../engine/pool.js';
import { DEFAULT_TASK_QUEUE } from '../model/ids.js';
import { JuicerError } from '../model/errors.js';
import { buildId, DEPLOYMENT_NAME, workflowBundle } from '../server/build-id.js';
import { resolveTarget } from '../server/connect.js';
import { attemptLog } from './attempt-log.js';
import { CHILDREN_PER_EXECUTION } from './build-plan.js';
import { createActivities } from './factory.js';
import { logLevel, processLog } from './log.js';
import { attemptReports } from './log-attempts.js';
import { watchProcess } from './log-process.js';
import { ParkedPartitions } from './metrics-parked.js';
import { meteredPool } from './metrics-pool.js';
import { installRuntime, metricsAddress } from './metrics-runtime.js';
import { createViewWorker, runTogether } from './view-worker.js';

/** Settings of a worker process, from its environment. */
export interface WorkerOptions {
  taskQueue: string;
  threads: number;
  /** Bound of each thread's JS heap, MiB. */
  heapMb: number;
  heartbeatMs: number;
  childrenPerExecution: number;
  stallMs: number;
  /** Time that running activities get after SIGTERM. */
  graceMs: number;
  logLevel: LogLevel;
  /** Where metrics are served, `host:port`; null: nowhere. */
  metricsAddress: string | null;
  /** Owned by the guard of an embedded server: connects to nothing else, and ends when its standard input does. */
  embedded: boolean;
}

/** Control work (plan, finish, reports) runs beside the ops; it needs no thread for long. */
const CONTROL_SLOTS = 4;

/**
 * Reads JUICER_TASK_QUEUE, JUICER_THREADS (default: the cores), JUICER_HEAP_MB, JUICER_HEARTBEAT_MS, JUICER_STALL_MS,
 * JUICER_GRACE_MS, JUICER_CHILDREN_PER_EXECUTION, JUICER_LOG_LEVEL and JUICER_METRICS_ADDRESS.
 */
export function workerSettings(env: NodeJS.ProcessEnv): WorkerOptions {
  const number = (name: string, fallback: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isInteger(value) || value < 1)
      throw new JuicerError('E_USAGE', `${name} must be a positive integer`);
    return value;
  };
  return {
    taskQueue: env.JUICER_TASK_QUEUE ?? DEFAULT_TASK_QUEUE,
    threads: number('JUICER_THREADS', os.availableParallelism()),
    heapMb: number('JUICER_HEAP_MB', 2048),
    heartbeatMs: number('JUICER_HEARTBEAT_MS', 10_000),
    childrenPerExecution: number('JUICER_CHILDREN_PER_EXECUTION', CHILDREN_PER_EXECUTION),
    stallMs: number('JUICER_STALL_MS', 120_000),
    graceMs: number('JUICER_GRACE_MS', 5000),
    logLevel: logLevel(env.JUICER_LOG_LEVEL),
    metricsAddress: metricsAddress(env.JUICER_METRICS_ADDRESS),
    embedded: env.JUICER_EMBEDDED === '1',
  };
}

/** Runs until SIGTERM or SIGINT; rejects when the server is lost for good. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const log = processLog(options.logLevel);
  watchProcess(log);
  const metrics = installRuntime(log, options.logLevel, options.metricsAddress);
  const { connection, namespace } = await connect();
  const build = buildId();
  const { threads, taskQueue } = options;
  log.always(`worker with ${threads} threads on task queue ${taskQueue}, build ${build}`);
  const pool = meteredPool(threadPool(options.threads, options.heapMb), metrics);
  const deps = { pool, settings: options, metrics, parked: new ParkedPartitions(metrics) };
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: options.taskQueue,
    workflowBundle: { codePath: bundlePath() },
    // Told to the server, which does not route by it: an open run goes on on whatever build polls (docs/deploys.md).
    workerDeploymentOptions: {
      version: { deploymentName: DEPLOYMENT_NAME, buildId: build },
      useWorkerVersioning: false,
    },
    activities: createActivities(deps),
    interceptors: { activity: [attemptReports(metrics), attemptLog] },
    maxConcurrentActivityTaskExecutions: options.threads + CONTROL_SLOTS,
    maxHeartbeatThrottleInterval: Math.min(1000, options.heartbeatMs / 3),
    stickyQueueScheduleToStartTimeout: '3s',
    shutdownGraceTime: options.graceMs,
    shutdownForceTime: options.graceMs + 5000,
    maxCachedWorkflows: 300,
  });
  const views = await createViewWorker(deps, { connection, namespace, taskQueue });
  if (options.embedded) process.stdin.resume().once('end', () => process.kill(process.pid, 'SIGTERM'));
  try {
    await runTogether([worker, views]);
  } finally {
    await pool.close();
    await connection.close();
    // Open, it would keep the process alive until the guard's patience is at an end.
    if (options.embedded) process.stdin.destroy();
  }
}

async function connect(): Promise<{ connection: NativeConnection; namespace: string }> {
  const target = resolveTarget({ env: process.env, flags: {} });
  if (target.kind !== 'remote') {
    throw new JuicerError('E_USAGE', 'no server is named', { hint: 'set TEMPORAL_ADDRESS, or a profile' });
  }
  const { address, namespace, connection } = target.config;
  try {
    return { connection: await NativeConnection.connect(connection as NativeConnectionOptions), namespace };
  } catch (cause) {
    throw new JuicerError('E_CONNECTION', `server address ${address} does not answer`, { cause });
  }
}

/** The workflow code, bundled by the build. */
function bundlePath(): string {
  const path = workflowBundle();
  if (!fs.existsSync(path))
    throw new JuicerError('E_INTERNAL', 'the workflow bundle is missing', { hint: 'npm run build makes it' });
  return path;
}
