/** The state of a run: what it knows, how it tells it, the query that answers with it. */
import {
  ApplicationFailure,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { DatasetInput, PlanResult, RunStatus, Verdict } from '../model/contract.js';
import { SEARCH_ATTRIBUTES } from '../model/ids.js';
import { emptyLedger } from '../model/ledger.js';
import { statusQuery } from './messages.js';
import { Window } from './window.js';

const HEARTBEAT_MS = 10_000;

/** The plan as the workflow keeps it: without when and where it was made. */
export type KeptPlan = Omit<PlanResult, 'started_at' | 'ended_at' | 'worker' | 'resource_usage' | 'attempts'>;

/** What a run knows of itself. */
export interface RunState {
  input: DatasetInput;
  status: RunStatus;
  plan: KeptPlan | null;
  window: Window;
  width: number;
  next: number;
  startedAt: number;
  exported: Verdict['export'];
}

/** The state at the start of an execution, with what an earlier one carried over. */
export function setUp(input: DatasetInput): RunState {
  const { carried } = input;
  const counts = carried?.counts ?? {
    partitions: 0,
    completed: 0,
    failed: 0,
    active: 0,
    ledger: emptyLedger(),
  };
  const width = carried?.plan.settings.window ?? 0;
  const state: RunState = {
    input,
    status: 'planning',
    plan: carried?.plan ?? null,
    window: new Window(width, counts, carried?.failed ?? []),
    width,
    next: carried?.next ?? 0,
    startedAt: carried?.started_at ?? Date.now() / 1000,
    exported: null,
  };
  setHandler(statusQuery, () => ({
    run_id: input.run.run_id,
    status: state.status,
    counts: state.window.counts,
    window: state.width,
    active: state.window.active,
    failed: state.window.failed,
    started_at: state.startedAt,
    op_names: state.plan?.op_names ?? [],
    rows: state.plan?.rows ?? 0,
    bytes: state.plan?.bytes ?? 0,
  }));
  return state;
}

/** Takes over the plan that was made. */
export function takePlan(state: RunState, made: PlanResult): void {
  const { started_at: _s, ended_at: _e, worker: _w, resource_usage: _r, attempts: _a, ...plan } = made;
  state.plan = plan;
  state.width = plan.settings.window;
  state.window = new Window(state.width, { ...state.window.counts, partitions: plan.partitions }, []);
}

/** Silence after which a worker of this run is taken for dead, in milliseconds. */
export function heartbeatOf(state: RunState): number {
  return state.plan?.settings.heartbeat_ms ?? HEARTBEAT_MS;
}

/** Enters a phase: seen in lists, on the run's page and by the query. */
export function enter(state: RunState, status: RunStatus): void {
  state.status = status;
  if (state.input.search_attributes) upsertSearchAttributes({ [SEARCH_ATTRIBUTES.status]: [status] });
  show(state);
}

/** Refreshes the run's current details. */
export function show(state: RunState): void {
  const { counts } = state.window;
  const lines = [`status: ${state.status}`];
  if (state.plan) {
    lines.push(
      `partitions: ${counts.completed} of ${counts.partitions} done, ${counts.active} open, ${counts.failed} failed`,
    );
    lines.push(`ops: ${state.plan.op_names.join(' → ')}`);
    lines.push(
      `rows: ${state.plan.rows} in, ${counts.ledger.rows_out} kept, ${counts.ledger.rejected} rejected, ${counts.ledger.quarantined} quarantined`,
    );
  }
  if (state.exported) lines.push(`export: ${state.exported.path}`);
  setCurrentDetails(lines.map((line) => `- ${line}`).join('\n'));
}

/** The plan, which is there from the planning on. */
export function planned(state: RunState): KeptPlan {
  if (!state.plan) throw ApplicationFailure.nonRetryable('the run has no plan', 'E_INTERNAL');
  return state.plan;
}
