/** Names and types of the messages that a run and its partitions answer to. */
import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import type { Alert } from '../model/alert.js';
import type {
  DecideInput,
  PartitionAnswer,
  PartitionsInput,
  RerunInput,
  RunStatusAnswer,
  SteeringAnswer,
  TuneInput,
} from '../model/steering.js';

/** How the run stands. */
export const statusQuery = defineQuery<RunStatusAnswer>('status');
/** How some partitions stand, by id. */
export const partitionsQuery = defineQuery<PartitionAnswer[], [PartitionsInput]>('partitions');
/** How one partition stands; null when there is no such partition. */
export const partitionQuery = defineQuery<PartitionAnswer | null, [number]>('partition');

/** Nothing new is begun; open partitions end at their next checkpoint. */
export const pauseUpdate = defineUpdate<SteeringAnswer>('pause');
/** Goes on after a pause. */
export const resumeUpdate = defineUpdate<SteeringAnswer>('resume');
/** Changes how many partitions are open at a time. */
export const tuneUpdate = defineUpdate<SteeringAnswer, [TuneInput]>('tune');
/** Works on partitions again. */
export const rerunUpdate = defineUpdate<SteeringAnswer, [RerunInput]>('rerun');
/** Decides what becomes of parked partitions. */
export const decideUpdate = defineUpdate<SteeringAnswer, [DecideInput]>('decide');

/** To a run, by who follows it: a limit of the recipe's `alerts` was passed. */
export const alertSignal = defineSignal<[Alert]>('alert');

/** To a partition: end at the next checkpoint. */
export const yieldSignal = defineSignal('yield');
