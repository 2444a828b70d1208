/** The events of a run as they come: every history of it is followed, and its lines are given as soon as they stand. */
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { parsePartitionWorkflowId } from '../model/ids.js';
import type { JuicerEvent } from '../model/event.js';
import { storeAt } from '../storage/store-at.js';
import { notedExecutions } from './executions.js';
import type { RunPlace } from './export.js';
import { goneLines } from './from-history.js';
import { gate } from './gate.js';
import { GrowingLines } from './growing-lines.js';
import type { HistoryEvent } from './history.js';
import { partitionLines } from './partition-lines.js';
import { Provisional } from './provisional.js';
import { knownExecutions } from './read-history.js';
import { runLines } from './run-lines.js';
import { coverKey, readSlices, sliceLines, toldBy } from './slices.js';
import { childrenOf, type StartedChild } from './started-children.js';
import { tailHistory, type ExecutionRef } from './tail.js';
import { ToldOps } from './told-ops.js';

/** Histories that are caught up with side by side; how many are waited on is not bounded. */
const WIDTH = 16;
/** Pauses between two looks at one history, so that what is busy comes in few pieces. */
const EVERY_MS = { own: 400, partition: 1000, provisional: 2000 };
/** Lines of a slice that are given in one go. */
const BATCH = 1000;
/** Workflows that are described in one look at what is running. */
const LOOKS = 40;

/** What to follow, and until when. */
export interface FollowOptions {
  /** Ends the following. */
  signal?: AbortSignal;
  /** Also tell of attempts that are going on, marked `provisional`. */
  provisional?: boolean;
  /** Hears every event of the run's own workflow before the lines that it gives. */
  onOwnEvent?: (event: HistoryEvent, runId: string) => void;
}

/**
 * The run's events, each once, in order of arrival: within 2 s after history has them, over restarts of the server and
 * lost connections. Ends when the run is closed and all of it was told, or when the signal is aborted. Each line stands
 * in the export of events unchanged, except for provisional ones.
 */
export async function* followRunEvents(
  client: Client,
  place: RunPlace,
  options: FollowOptions = {},
): AsyncGenerator<JuicerEvent> {
  for await (const batch of followRunBatches(client, place, options)) yield* batch;
}

/** The same in the pieces in which they come, for who writes them down. */
export async function* followRunBatches(
  client: Client,
  place: RunPlace,
  options: FollowOptions = {},
): AsyncGenerator<JuicerEvent[]> {
  const follower = new Follower(client, place, options);
  try {
    yield* follower.batches();
  } finally {
    follower.stop();
  }
}

class Follower {
  private ready: JuicerEvent[] = [];
  private wake: () => void = () => undefined;
  private tasks = 0;
  private failure: { error: unknown } | null = null;
  private readonly ended = new AbortController();
  private readonly signal: AbortSignal;
  private readonly own = new Set<string>();
  /** Of each partition the end of what is followed of it: its executions are told one after the other. */
  private readonly before = new Map<number, Promise<void>>();
  private readonly open = new Set<GrowingLines>();
  private told = new ToldOps();
  /** Executions of partitions whose lines a slice has. */
  private known: ReadonlySet<string> = new Set();
  private readonly first = gate(WIDTH);

  constructor(
    private readonly client: Client,
    private readonly place: RunPlace,
    private readonly options: FollowOptions,
  ) {
    const { signal } = options;
    this.signal = signal ? AbortSignal.any([signal, this.ended.signal]) : this.ended.signal;
    // Every history that is followed listens for the end.
    setMaxListeners(0, this.signal);
  }

  async *batches(): AsyncGenerator<JuicerEvent[]> {
    this.signal.addEventListener('abort', () => this.wake());
    yield* this.sliced();
    for (const runId of await this.executions()) this.followOwn(runId);
    if (this.options.provisional) void this.lookAround();
    while (!this.signal.aborted) {
      const lines = this.ready;
      this.ready = [];
      if (lines.length > 0) yield lines;
      if (this.failure) throw this.failure.error;
      if (this.ready.length > 0) continue;
      if (this.tasks === 0) return;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  stop(): void {
    this.ended.abort();
  }

  /** What slices hold of partitions; the run's own lines come from the server. */
  private async *sliced(): AsyncGenerator<JuicerEvent[]> {
    const { dir, runId } = this.place;
    const slices = dir === null ? [] : readSlices(dir);
    ({ told: this.told, known: this.known } = toldBy(slices));
    for (const slice of slices) {
      let batch: JuicerEvent[] = [];
      for await (const line of sliceLines(dir ?? '', slice)) {
        if (line.source.workflow_id !== runId) batch.push(line);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      yield batch;
    }
  }

  private executions(): Promise<Iterable<string>> {
    const { runId, dir } = this.place;
    return knownExecutions(this.client, runId, dir === null ? null : notedExecutions(storeAt(dir)));
  }

  private followOwn(runId: string): void {
    if (this.own.has(runId)) return;
    this.own.add(runId);
    const lines = new GrowingLines({ workflowId: this.place.runId, runId }, runLines);
    void this.run(async () => {
      for await (const batch of this.tail(lines.execution, EVERY_MS.own)) {
        for (const event of batch) this.takeOwn(event, runId);
        for (const child of childrenOf({ ...lines.execution, events: batch })) this.followChild(child);
        this.give(lines.add(batch));
      }
    });
  }

  /** Other executions that the event leads to. */
  private takeOwn(event: HistoryEvent, runId: string): void {
    this.options.onOwnEvent?.(event, runId);
    const next = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
    if (next) this.followOwn(next);
    const earlier = event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (earlier) this.followOwn(earlier);
  }

  private followChild(child: StartedChild): void {
    const partition = parsePartitionWorkflowId(child.workflowId)?.partition;
    if (partition === undefined || this.known.has(coverKey(child))) return;
    const before = this.before.get(partition) ?? Promise.resolve();
    const followed = this.run(async () => {
      await before;
      await this.tellChild(child, partition);
    });
    this.before.set(partition, followed);
  }

  private async tellChild(child: StartedChild, partition: number): Promise<void> {
    const { workflowId, runId } = child;
    const completed = new Set(this.told.of(partition));
    const growing = new GrowingLines({ workflowId, runId }, (e) => partitionLines(e, completed));
    this.open.add(growing);
    try {
      const tail = this.tail(growing.execution, EVERY_MS.partition);
      for (let step = await tail.next(); ; step = await tail.next()) {
        if (step.done) {
          if (step.value === 'gone') this.give(goneLines(child));
          return;
        }
        this.give(growing.add(step.value));
      }
    } finally {
      this.open.delete(growing);
    }
  }

  private tail(execution: ExecutionRef, everyMs: number): ReturnType<typeof tailHistory> {
    return tailHistory(this.client, execution, { signal: this.signal, everyMs, first: this.first });
  }

  private give(lines: readonly JuicerEvent[]): void {
    if (lines.length === 0) return;
    for (const line of lines) {
      if (!line.provisional) this.told.note(line);
      this.ready.push(line);
    }
    this.wake();
  }

  /** Looks now and then at what is running in partitions that have something open. */
  private async lookAround(): Promise<void> {
    const provisional = new Provisional(this.client);
    let last: GrowingLines[] = [];
    try {
      for (;;) {
        await sleep(EVERY_MS.provisional, undefined, { signal: this.signal, ref: false });
        // What was open at the look before already is no short attempt.
        for (const growing of last.filter((g) => this.open.has(g)).slice(0, LOOKS))
          this.give(await provisional.look(growing).catch(() => []));
        last = [...this.open];
      }
    } catch {
      // The following has ended; what is provisional has no end of its own.
    }
  }

  private run(work: () => Promise<void>): Promise<void> {
    this.tasks++;
    return work()
      .catch((error: unknown) => {
        if (!this.signal.aborted) this.failure ??= { error };
      })
      .finally(() => {
        this.tasks--;
        this.wake();
      });
  }
}
