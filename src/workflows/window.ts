/** The sliding window: partitions that are open at a time, each a child workflow that is followed to its end. */
import {
  CancellationScope,
  condition,
  startChild,
  ParentClosePolicy,
  ChildWorkflowCancellationType,
  WorkflowIdReusePolicy,
  type ChildWorkflowHandle,
} from '@temporalio/workflow';
import type { PartitionInput, PartitionResult } from '../model/contract.js';
import { partitionWorkflowId } from '../model/ids.js';
import { emptyLedger } from '../model/ledger.js';
import { failureInfo } from './failures.js';
import { yieldSignal } from './messages.js';
import type { processPartition } from './process-partition.js';

/** An open partition. `handle` is null until the server has taken the child. */
interface Open {
  handle: ChildWorkflowHandle<typeof processPartition> | null;
  asked: boolean;
}

/** Runs children, at most `width` at a time; each answer goes to `onEnd`. */
export class Window {
  private readonly open = new Map<number, Open>();
  /** Children started by this execution. */
  started = 0;

  constructor(
    public width: number,
    private readonly onEnd: (result: PartitionResult) => void,
  ) {}

  /** Partitions whose child is open, in the order in which they were started. */
  get active(): number[] {
    return [...this.open.keys()];
  }

  get size(): number {
    return this.open.size;
  }

  has(partition: number): boolean {
    return this.open.has(partition);
  }

  get isFull(): boolean {
    return this.open.size >= this.width;
  }

  /** Starts the child; does not wait for its end. */
  start(input: PartitionInput): void {
    const open: Open = { handle: null, asked: false };
    this.open.set(input.partition, open);
    this.started++;
    void this.follow(input, open);
  }

  /** Sets the width. Partitions beyond it, the last started first, yield at their next checkpoint. */
  resize(width: number): void {
    this.width = width;
    for (const partition of this.active.slice(width)) this.yield(partition);
  }

  /** Asks every open partition to end at its next checkpoint. */
  yieldAll(): void {
    for (const partition of this.active) this.yield(partition);
  }

  /** Asks one open partition to end at its next checkpoint; once is enough. */
  yield(partition: number): void {
    const open = this.open.get(partition);
    if (!open || open.asked) return;
    open.asked = true;
    if (open.handle) void signal(open.handle);
  }

  /** Waits until no child is open, also when the run is being cancelled. */
  async drain(): Promise<void> {
    await CancellationScope.nonCancellable(() => condition(() => this.open.size === 0));
  }

  private async follow(input: PartitionInput, open: Open): Promise<void> {
    const { partition } = input;
    let result: PartitionResult;
    try {
      result = await cancelledOnceStarted(async (onStart) => {
        open.handle = await startPartition(input);
        onStart();
        if (open.asked) void signal(open.handle);
        return open.handle.result();
      });
    } catch (error) {
      result = failed(partition, error);
    }
    this.open.delete(partition);
    this.onEnd(result);
  }
}

/**
 * Holds a cancel back until the child has started: the server would look for a child that is not there yet, find none, and
 * never pass the cancel on.
 */
async function cancelledOnceStarted<T>(work: (onStart: () => void) => Promise<T>): Promise<T> {
  const outer = CancellationScope.current();
  return CancellationScope.nonCancellable(() => {
    const own = new CancellationScope();
    const onStart = (): void => void outer.cancelRequested.catch(() => own.cancel());
    return own.run(() => work(onStart));
  });
}

/** A child that ended without an answer: terminated, or failed by a defect in its own code. */
function failed(partition: number, error: unknown): PartitionResult {
  const failure = failureInfo(error, { partition });
  const status = failure.type === 'CancelledFailure' ? 'cancelled' : 'failed';
  return { partition, status, next: 0, ledger: emptyLedger(), record_sha256: null, failure };
}

async function signal(handle: ChildWorkflowHandle<typeof processPartition>): Promise<void> {
  try {
    await handle.signal(yieldSignal);
  } catch {
    // It has ended meanwhile, which is what it was asked for.
  }
}

function startPartition(input: PartitionInput): Promise<ChildWorkflowHandle<typeof processPartition>> {
  const { run, partition, rows } = input;
  return startChild<typeof processPartition>('processPartition', {
    args: [input],
    workflowId: partitionWorkflowId(run.run_id, partition),
    cancellationType: ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED,
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `partition ${partition}: ${rows} rows`,
  });
}
