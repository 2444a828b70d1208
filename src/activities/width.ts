/** How many partitions are open at a time when the recipe does not say: some for each thread of the workers there are. */
import { activityInfo, Context } from '@temporalio/activity';

/** `TASK_QUEUE_TYPE_ACTIVITY` of Temporal's API. */
const ACTIVITY_QUEUE = 2;
const LEAST = 8;
/** Beyond this only queues grow. */
const MOST = 500;

/** A width for the sliding window, from the workers there are, taken to be like this one. */
export async function automaticWidth(threads: number, perThread: number): Promise<number> {
  return Math.min(MOST, Math.max(LEAST, perThread * threads * (await workersNow())));
}

/** How many workers poll our task queue now. */
export async function workersNow(): Promise<number> {
  const { taskQueue } = activityInfo();
  const { connection, options } = Context.current().client;
  const answer = await connection.workflowService.describeTaskQueue({
    namespace: options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: ACTIVITY_QUEUE,
  });
  return new Set((answer.pollers ?? []).map((poller) => poller.identity)).size;
}
