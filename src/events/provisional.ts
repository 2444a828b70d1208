/** Lines of attempts that are going on: history tells of them only when their activity closes. */
import type { Client } from '@temporalio/client';
import type { PartitionInput } from '../model/contract.js';
import type { JuicerEvent } from '../model/event.js';
import { parsePartitionWorkflowId } from '../model/ids.js';
import { activityStories, type ActivityStory } from './activity-stories.js';
import type { GrowingLines } from './growing-lines.js';
import { eventId, values } from './history.js';
import { Lines } from './lines.js';
import { workOf } from './partition-lines.js';

/** `PENDING_ACTIVITY_STATE_STARTED` of Temporal's API. */
const STARTED = 2;
const MESSAGE_LENGTH = 300;

type Described = Awaited<ReturnType<Client['workflowService']['describeWorkflowExecution']>>;
type Pending = NonNullable<Described['pendingActivities']>[number];

/** Tells each attempt once that is seen to run, and each failure that is being retried. */
export class Provisional {
  private readonly told = new Set<string>();

  constructor(private readonly client: Client) {}

  /** Lines of what is pending in a partition's workflow and was not told yet; none when there is nothing open. */
  async look(growing: GrowingLines): Promise<JuicerEvent[]> {
    const open = activityStories(growing.events).filter((story) => story.end === 'open');
    const [first] = growing.events;
    if (open.length === 0 || !first) return [];
    const [input] = values(first.workflowExecutionStartedEventAttributes?.input) as [PartitionInput];
    const { workflowId, runId } = growing.execution;
    const answer = await this.client.workflowService.describeWorkflowExecution({
      namespace: this.client.options.namespace,
      execution: { workflowId, runId },
    });
    const lines = new Lines(growing.execution, parsePartitionWorkflowId(workflowId)?.partition ?? null);
    for (const pending of answer.pendingActivities ?? []) {
      const story = open.find((s) => s.id === pending.activityId);
      if (story) this.tell(lines, { story, pending, input });
    }
    return lines.all;
  }

  private tell(lines: Lines, o: { story: ActivityStory; pending: Pending; input: PartitionInput }): void {
    const { story, pending, input } = o;
    const work = workOf(story, input);
    const attempt = pending.attempt ?? 1;
    const running = Number(pending.state) === STARTED;
    const { workflowId, runId } = lines.execution;
    const key = `${workflowId} ${runId} ${eventId(story.scheduled)} ${attempt}`;
    const common = { operation_name: work.name, operation_idx: work.idx };
    const failure = pending.lastFailure?.message?.slice(0, MESSAGE_LENGTH);
    if (attempt > 1 && failure && this.once(`${key} failed`)) {
      lines.add(story.scheduled, 'OPERATION_ERROR', `${work.name}: an attempt failed: ${failure}`, {
        ...common,
        attempt: attempt - 1,
        error_message: failure,
        metadata: { activity_id: story.id },
        provisional: true,
      });
    }
    if (!running || !this.once(key)) return;
    const startedAt = Number(pending.lastStartedTime?.seconds ?? 0);
    lines.add(story.scheduled, 'OPERATION_START', `${work.name}: attempt ${attempt} is running`, {
      ...common,
      attempt,
      metadata: {
        activity_id: story.id,
        worker: pending.lastWorkerIdentity ?? null,
        started_at: startedAt,
      },
      provisional: true,
    });
  }

  private once(key: string): boolean {
    if (this.told.has(key)) return false;
    this.told.add(key);
    return true;
  }
}
