/** The state of a run: what it knows, how it tells it, the queries that answer with it. */
import {
  ApplicationFailure,
  type CancellationScope,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Alert } from '../model/alert.js';
import type { Carried, DatasetInput, PlanResult } from '../model/contract.js';
import type { PartitionAnswer, PartitionState, RunStatusAnswer, SteeringAnswer } from '../model/steering.js';
import type { FailureInfo, RunStatus, Verdict } from '../model/verdict.js';
import { SEARCH_ATTRIBUTES } from '../model/ids.js';
import { Book } from './book.js';
import { alertSignal, partitionQuery, partitionsQuery, statusQuery } from './messages.js';
import { Window } from './window.js';

const HEARTBEAT_MS = 10_000;
const PAGE_LIMIT = 1000;
/** Alerts that a run keeps; history has them all. */
const ALERTS_KEPT = 20;

/** The plan as the workflow keeps it: without when and where it was made. */
export type KeptPlan = Carried['plan'];

/** What a run knows of itself. */
export interface RunState {
  input: DatasetInput;
  status: RunStatus;
  plan: KeptPlan | null;
  book: Book;
  window: Window;
  paused: boolean;
  /** A person decided that the run fails. */
  given_up: FailureInfo | null;
  /** Times that the merge found results damaged. */
  repairs: number;
  /** Ends the live view; null when there is none. */
  view: CancellationScope | null;
  /** The newest alerts, oldest first. */
  alerts: Alert[];
  startedAt: number;
  exported: Verdict['export'];
}

/** The state at the start of an execution, with what an earlier one carried over. */
export function setUp(input: DatasetInput): RunState {
  const { carried } = input;
  const book = new Book(carried?.book);
  const state: RunState = {
    input,
    status: 'planning',
    plan: carried?.plan ?? null,
    book,
    window: new Window(carried?.width ?? 0, (result) => {
      book.note(result);
      show(state);
    }),
    paused: carried?.paused ?? false,
    given_up: null,
    repairs: 0,
    view: null,
    alerts: carried?.alerts ?? [],
    startedAt: carried?.started_at ?? Date.now() / 1000,
    exported: null,
  };
  setHandler(alertSignal, (alert) => {
    state.alerts = [...state.alerts, alert].slice(-ALERTS_KEPT);
    show(state);
  });
  setHandler(statusQuery, () => statusAnswer(state));
  setHandler(partitionQuery, (partition) => partitionAnswer(state, partition));
  setHandler(partitionsQuery, ({ from, count }) => {
    const end = Math.min(book.counts.partitions, from + Math.min(count, PAGE_LIMIT));
    const answers: PartitionAnswer[] = [];
    for (let id = Math.max(0, from); id < end; id++) answers.push(answerFor(state, id));
    return answers;
  });
  return state;
}

/** Takes over the plan that was made, and what was asked of the run when it was started again. */
export function takePlan(state: RunState, made: PlanResult): void {
  const { started_at: _s, ended_at: _e, worker: _w, resource_usage: _r, attempts: _a, ...plan } = made;
  state.plan = plan;
  // A width that was set while the plan was made stays.
  if (state.window.width === 0) state.window.resize(plan.settings.window);
  state.book.counts.partitions = plan.partitions;
  for (const { partition, ask } of state.input.asks ?? []) state.book.want(partition, ask);
}

/** Silence after which a worker of this run is taken for dead, in milliseconds. */
export function heartbeatOf(state: RunState): number {
  return state.plan?.settings.heartbeat_ms ?? HEARTBEAT_MS;
}

/** Enters a phase: seen in lists, on the run's page and by the query. */
export function enter(state: RunState, status: RunStatus): void {
  if (state.status !== status && state.input.search_attributes)
    upsertSearchAttributes({ [SEARCH_ATTRIBUTES.status]: [status] });
  state.status = status;
  show(state);
}

/** Refreshes counts and the run's current details. */
export function show(state: RunState): void {
  const { counts } = state.book;
  counts.active = state.window.size;
  const lines = [`status: ${state.status}`];
  if (state.plan) {
    lines.push(
      `partitions: ${counts.completed} of ${counts.partitions} done, ${counts.active} open (at most ${state.window.width}), ${counts.failed} failed, ${counts.parked} parked, ${counts.skipped} skipped`,
    );
    lines.push(`ops: ${state.plan.op_names.join(' → ')}`);
    lines.push(
      `rows: ${state.plan.rows} in, ${counts.ledger.rows_out} kept, ${counts.ledger.rejected} rejected, ${counts.ledger.quarantined} quarantined`,
    );
  }
  for (const { partition, failure } of state.book.named('parked').slice(0, 10))
    lines.push(`parked: partition ${partition} at ${failure.op ?? 'start'}: ${failure.message}`);
  for (const { message } of state.alerts.slice(-3)) lines.push(`alert: ${message}`);
  if (state.exported) lines.push(`export: ${state.exported.path}`);
  setCurrentDetails(lines.map((line) => `- ${line}`).join('\n'));
}

/** The plan, which is there from the planning on. */
export function planned(state: RunState): KeptPlan {
  if (!state.plan) throw ApplicationFailure.nonRetryable('the run has no plan', 'E_INTERNAL');
  return state.plan;
}

/** What every update answers. */
export function steeringAnswer({ status, book, window }: RunState): SteeringAnswer {
  return { status, counts: book.counts, window: window.width };
}

function statusAnswer(state: RunState): RunStatusAnswer {
  const { input, plan, book, window } = state;
  return {
    ...steeringAnswer(state),
    run_id: input.run.run_id,
    active: window.active,
    failed: book.named('failed'),
    parked: book.named('parked'),
    skipped: book.named('skipped'),
    started_at: state.startedAt,
    op_names: plan?.op_names ?? [],
    alerts: state.alerts,
    rows: plan?.rows ?? 0,
    bytes: plan?.bytes ?? 0,
  };
}

function partitionAnswer(state: RunState, partition: number): PartitionAnswer | null {
  const known = Number.isInteger(partition) && partition >= 0 && partition < state.book.counts.partitions;
  return known ? answerFor(state, partition) : null;
}

function answerFor(state: RunState, partition: number): PartitionAnswer {
  const trouble = state.book.troubleOf(partition);
  return { partition, state: stateOf(state, partition), failure: trouble?.failure ?? null };
}

function stateOf({ book, window }: RunState, partition: number): PartitionState {
  if (window.has(partition)) return 'active';
  const trouble = book.troubleOf(partition);
  return trouble ? trouble.state : book.isDone(partition) ? 'done' : 'todo';
}
