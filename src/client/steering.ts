/** Steering a run that is open: its updates, with refusals as errors of ours. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import type { DecideInput, RerunInput, SteeringAnswer } from '../model/steering.js';
import { JuicerError } from '../model/errors.js';
import type { Session } from './session.js';

/** An update is answered at once by a worker that is up; one that has just been started may need its time. */
const ANSWER_LIMIT_MS = 60_000;
const ASK_AGAIN_MS = 500;
/** gRPC's statuses of a server that is busy, is changing something, or is not there: RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE. */
const PASSING = [8, 10, 14];

/** What can be asked of an open run. Each rejects with E_REFUSED when the run refuses, E_NO_SUCH_RUN when it is not open. */
export interface Steering {
  /** Nothing new is begun, open partitions end at their next checkpoint. */
  pause(): Promise<SteeringAnswer>;
  /** Goes on after a pause. */
  resume(): Promise<SteeringAnswer>;
  /** Sets how many partitions are open at a time, 1 to 1,000. */
  tune(maxConcurrentPartitions: number): Promise<SteeringAnswer>;
  /** Works on one partition, or on all that are parked, again. */
  rerun(input: RerunInput): Promise<SteeringAnswer>;
  /** Decides about one parked partition, or about all of them. */
  decide(input: DecideInput): Promise<SteeringAnswer>;
}

/** The steering of a run by its id. */
export function steering(session: Session, runId: string): Steering {
  const ask = (name: string, input: unknown = null): Promise<SteeringAnswer> =>
    update(session, runId, { name, input });
  return {
    pause: () => ask('pause'),
    resume: () => ask('resume'),
    tune: (width) => ask('tune', { max_concurrent_partitions: width }),
    rerun: (input) => ask('rerun', input),
    decide: (input) => ask('decide', input),
  };
}

async function update(
  { client }: Session,
  runId: string,
  { name, input }: { name: string; input: unknown },
): Promise<SteeringAnswer> {
  const handle = client.workflow.getHandle(runId);
  const limit = performance.now() + ANSWER_LIMIT_MS;
  // Asked again under the same id, an update that was seen after all is answered, not done twice.
  const updateId = randomUUID();
  for (;;) {
    try {
      return await client.connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
        handle.executeUpdate<SteeringAnswer, [unknown]>(name, { args: [input], updateId }),
      );
    } catch (error) {
      if (!isUnseen(error) || performance.now() > limit) throw told(error, runId, name);
    }
    await sleep(ASK_AGAIN_MS);
  }
}

/** The server gave up on a worker that died or was not ready; the run itself has not seen the update. */
function isUnseen(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  if (error instanceof ServiceError && isGrpcServiceError(cause)) return PASSING.includes(cause.code);
  return (
    error instanceof WorkflowUpdateFailedError &&
    /wasn't processed by worker/.test(error.cause?.message ?? error.message)
  );
}

function told(error: unknown, runId: string, name: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) {
    const why = error.cause?.message ?? error.message;
    return new JuicerError('E_REFUSED', `run ${runId} refuses to ${name}: ${why}`, {
      hint: `juicer status ${runId} shows how it stands`,
    });
  }
  if (error instanceof WorkflowNotFoundError) {
    return new JuicerError('E_NO_SUCH_RUN', `run ${runId} is not open`, {
      hint: 'juicer list shows the runs, juicer resume goes on with one that has ended before its time',
    });
  }
  if (
    error instanceof ServiceError ||
    isGrpcServiceError(error) ||
    (error instanceof Error && /deadline|timed? ?out/i.test(error.message))
  ) {
    return new JuicerError('E_CONNECTION', `no worker answers for run ${runId}`, {
      cause: error,
      hint: 'start one: juicer worker, or juicer dev',
    });
  }
  return error;
}
