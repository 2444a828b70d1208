/**
 * Runs a small run's activities in this process, without a server: the environment is Temporal's own for activities, the
 * attempts are made as the server would make them, and a fresh start forgets what a new process would not know.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { ApplicationFailure } from '@temporalio/common';
import { attemptLog } from '../../src/activities/attempt-log.js';
import { createActivities } from '../../src/activities/factory.js';
import { forgetRunFiles } from '../../src/activities/run-files.js';
import { forgetPrepared } from '../../src/engine/prepared.js';
import { EXECUTION, noServer } from './no-server.js';
import { inlinePool } from './inline-pool.js';
import type { SmallRun } from './small-run.js';
import { stepsOf, type Step } from './steps.js';

/** Attempts of each activity, as the recipe's default has it. */
const ATTEMPTS = 4;

/** An attempt that failed, as the server is told. */
export interface StepFailure {
  activity: string;
  type: string;
  message: string;
}

/** Failures are part of what is tried here; they are told by the result. */
const SILENT = new DefaultLogger('ERROR', () => undefined);

/** How a chain ended: to the end, or stopped at an activity whose attempts were used up or of no use. */
export interface ChainEnd {
  stopped: StepFailure | null;
  failures: StepFailure[];
}

/** Runs all steps, or those up to `last`, each with its attempts; anything but a failure as the server sees it is thrown. */
export async function runChain(small: SmallRun, last?: Step['activity']): Promise<ChainEnd> {
  forgetRunFiles();
  forgetPrepared();
  const activities = createActivities({
    pool: inlinePool(),
    settings: { heartbeatMs: 10_000, stallMs: 120_000 },
  });
  const failures: StepFailure[] = [];
  for (const step of stepsOf(small.run)) {
    for (let attempt = 1; ; attempt++) {
      const failure = await tryStep(small, { step, attempt }, () => step.call(activities));
      if (failure === null) break;
      const told = { activity: step.activity, type: failure.type ?? '', message: failure.message };
      failures.push(told);
      if (failure.nonRetryable || attempt === ATTEMPTS) return { stopped: told, failures };
    }
    if (step.activity === last) break;
  }
  return { stopped: null, failures };
}

async function tryStep(
  small: SmallRun,
  { step, attempt }: { step: Step; attempt: number },
  call: () => Promise<object>,
): Promise<ApplicationFailure | null> {
  const environment = new MockActivityEnvironment(
    {
      attempt,
      activityType: step.activity,
      workflowExecution: { workflowId: small.run.run_id, runId: EXECUTION },
    },
    { interceptors: [attemptLog], client: noServer(small), logger: SILENT },
  );
  try {
    await environment.run(call);
    return null;
  } catch (error) {
    if (error instanceof ApplicationFailure) return error;
    throw error;
  }
}
