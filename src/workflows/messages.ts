/** Names and types of the messages a run answers to. */
import { defineQuery } from '@temporalio/workflow';
import type { RunStatusAnswer } from '../model/contract.js';

/** How the run stands. */
export const statusQuery = defineQuery<RunStatusAnswer>('status');
