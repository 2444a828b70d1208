/** Steering of a run: the updates, what each may be asked for and when, and what it does (design §6). */
import { setHandler } from '@temporalio/workflow';
import type { DecideInput, RerunInput, SteeringAnswer, TuneInput } from '../model/steering.js';
import type { FailureInfo } from '../model/verdict.js';
import { decideUpdate, pauseUpdate, rerunUpdate, resumeUpdate, tuneUpdate } from './messages.js';
import { enter, show, steeringAnswer, type RunState } from './run-state.js';

/** Widest window that may be asked for: the server allows 2,000 open children. */
const WIDEST = 1000;

/** Registers all updates. Validators refuse before anything is written to history; handlers never wait. */
export function acceptSteering(state: RunState): void {
  const answer = (): SteeringAnswer => {
    show(state);
    return steeringAnswer(state);
  };
  setHandler(pauseUpdate, () => (pause(state), answer()), { validator: () => refuseLate(state, 'paused') });
  setHandler(resumeUpdate, () => (goOn(state), answer()), { validator: () => refuseLate(state, 'resumed') });
  setHandler(tuneUpdate, (input) => (state.window.resize(input.max_concurrent_partitions), answer()), {
    validator: (input) => checkTune(state, input),
  });
  setHandler(rerunUpdate, (input) => (rerun(state, input), answer()), {
    validator: (input) => checkRerun(state, input),
  });
  setHandler(decideUpdate, (input) => (decide(state, input), answer()), {
    validator: (input) => checkDecide(state, input),
  });
}

function pause(state: RunState): void {
  state.paused = true;
  state.window.yieldAll();
  if (state.status === 'running') enter(state, 'paused');
}

function goOn(state: RunState): void {
  state.paused = false;
  if (state.status === 'paused') enter(state, 'running');
}

function rerun(state: RunState, { partition, from_op }: RerunInput): void {
  const ids = partition === 'parked' ? state.book.parkedIds : [partition];
  for (const id of ids) {
    state.book.want(id, from_op === undefined ? null : { kind: 'rerun', from_op });
    state.window.yield(id);
  }
}

function decide(state: RunState, { partition, decision }: DecideInput): void {
  for (const id of partition === 'all' ? state.book.parkedIds : [partition]) {
    const failure = state.book.troubleOf(id)?.failure ?? unnamed(id);
    if (decision === 'fail') state.given_up ??= failure;
    else if (decision === 'skip') state.book.want(id, { kind: 'skip', failure });
    else state.book.want(id, decision === 'quarantine' ? { kind: 'quarantine' } : null);
  }
}

/** Reasons are kept for the first hundred partitions only; histories and events have them all. */
function unnamed(partition: number): FailureInfo {
  return { type: 'Parked', message: 'its attempts were used up', partition };
}

/** From the merge on the result is being made: nothing that changes it is taken any more. */
function refuseLate({ status }: RunState, what: string): void {
  if (status === 'planning' || status === 'running' || status === 'paused' || status === 'waiting') return;
  refuse(`the run is ${status} and cannot be ${what} any more`);
}

function checkTune(state: RunState, input: Partial<TuneInput> | undefined): void {
  refuseLate(state, 'tuned');
  const width = input?.max_concurrent_partitions;
  if (typeof width !== 'number' || !Number.isInteger(width) || width < 1 || width > WIDEST)
    refuse(`max_concurrent_partitions must be a whole number from 1 to ${WIDEST}`);
}

function checkRerun(state: RunState, input: Partial<RerunInput> | undefined): void {
  refuseLate(state, 'rerun');
  if (input?.partition !== 'parked') checkPartition(state, input?.partition);
  else if (state.book.counts.parked === 0) refuse('no partition is parked');
  const from = input?.from_op;
  const ops = state.plan?.op_names.length ?? 0;
  if (from !== undefined && !(Number.isInteger(from) && from >= -1 && from < ops))
    refuse(`from_op must be a whole number from -1 (the input) to ${ops - 1}`);
}

function checkDecide(state: RunState, input: Partial<DecideInput> | undefined): void {
  refuseLate(state, 'decided about');
  if (!['retry', 'skip', 'quarantine', 'fail'].includes(input?.decision ?? ''))
    refuse('a decision is one of retry, skip, quarantine, fail');
  if (input?.partition === 'all') {
    if (state.book.counts.parked === 0) refuse('no partition is parked');
    return;
  }
  const id = checkPartition(state, input?.partition);
  if (state.book.troubleOf(id)?.state !== 'parked') refuse(`partition ${id} is not parked`);
}

function checkPartition({ book, plan }: RunState, partition: unknown): number {
  if (!plan) refuse('the run is not planned yet');
  const { partitions } = book.counts;
  const known = typeof partition === 'number' && Number.isInteger(partition);
  if (!known || partition < 0 || partition >= partitions)
    refuse(`there is no such partition: they go from 0 to ${partitions - 1}`);
  return partition;
}

function refuse(message: string): never {
  throw new Error(message);
}
