/** The sliding window: how many partitions are open at a time, and what became of those that ended. */
import {
  CancellationScope,
  condition,
  executeChild,
  ParentClosePolicy,
  ChildWorkflowCancellationType,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import type { FailureInfo, PartitionInput, PartitionResult, RunCounts } from '../model/contract.js';
import { partitionWorkflowId } from '../model/ids.js';
import { addLedgers } from '../model/ledger.js';
import { failureInfo } from './failures.js';
import type { processPartition } from './process-partition.js';

/** Failed partitions that are kept by name; beyond that they are only counted. */
const FAILED_KEPT = 100;

/** Runs children, at most `width` at a time, and adds up what they answer. */
export class Window {
  private readonly open = new Set<number>();
  private cancelled = 0;

  constructor(
    private readonly width: number,
    readonly counts: RunCounts,
    readonly failed: { partition: number; failure: FailureInfo }[],
  ) {}

  /** Partitions whose child is open. */
  get active(): number[] {
    return [...this.open];
  }

  /** Waits for a free place. */
  async room(): Promise<void> {
    await condition(() => this.open.size < this.width);
  }

  /** Starts the child; does not wait for its end. */
  start(input: PartitionInput): void {
    this.open.add(input.partition);
    this.counts.active = this.open.size;
    void this.follow(input);
  }

  /** Waits until no child is open, also when the run is being cancelled. */
  async drain(): Promise<void> {
    await CancellationScope.nonCancellable(() => condition(() => this.open.size === 0));
  }

  private async follow(input: PartitionInput): Promise<void> {
    const { partition } = input;
    try {
      this.add(await runChild(input));
    } catch (error) {
      this.fail(partition, failureInfo(error, { partition }));
    }
    this.open.delete(partition);
    this.counts.active = this.open.size;
  }

  private add(result: PartitionResult): void {
    if (result.status === 'cancelled') this.cancelled++;
    else if (result.status === 'failed')
      this.fail(result.partition, result.failure ?? { type: 'Error', message: 'unknown' });
    else {
      this.counts.completed++;
      this.counts.ledger = addLedgers(this.counts.ledger, result.ledger);
    }
  }

  private fail(partition: number, failure: FailureInfo): void {
    this.counts.failed++;
    if (this.failed.length < FAILED_KEPT) this.failed.push({ partition, failure });
  }
}

function runChild(input: PartitionInput): Promise<PartitionResult> {
  const { run, partition, rows } = input;
  return executeChild<typeof processPartition>('processPartition', {
    args: [input],
    workflowId: partitionWorkflowId(run.run_id, partition),
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `partition ${partition}: ${rows} rows`,
  });
}
