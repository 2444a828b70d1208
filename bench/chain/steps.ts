/** The activities of a run in the order in which its workflows call them, one at a time. */
import type { createActivities } from '../../src/activities/factory.js';
import type { RunRef } from '../../src/model/contract.js';
import type { Verdict } from '../../src/model/verdict.js';
import { emptyLedger } from '../../src/model/ledger.js';
import { PARTITIONS, SEGMENTS } from './small-run.js';

type Activities = ReturnType<typeof createActivities>;

/** One call of an activity. */
export interface Step {
  activity: keyof Activities;
  call: (activities: Activities) => Promise<object>;
}

/** All steps of a small run. */
export function stepsOf(run: RunRef): Step[] {
  const ids = Array.from({ length: PARTITIONS }, (_, id) => id);
  return [
    { activity: 'planRun', call: (a) => a.planRun({ run }) },
    { activity: 'readPlanPage', call: (a) => a.readPlanPage({ run, from: 0, count: PARTITIONS }) },
    ...ids.flatMap((partition) => partitionSteps(run, partition)),
    { activity: 'mergeSpan', call: (a) => a.mergeSpan({ run, from: 0, to: PARTITIONS }) },
    { activity: 'commitExport', call: (a) => a.commitExport({ run, span: PARTITIONS }) },
    { activity: 'cleanUp', call: (a) => a.cleanUp({ run, verdict: VERDICT }) },
    { activity: 'writeReports', call: (a) => a.writeReports({ run, verdict: VERDICT }) },
    { activity: 'exportEvents', call: (a) => a.exportEvents({ run, verdict: VERDICT }) },
  ];
}

function partitionSteps(run: RunRef, partition: number): Step[] {
  const segments = Array.from({ length: SEGMENTS }, (_, segment): Step => {
    return { activity: 'applySegment', call: (a) => a.applySegment({ run, partition, segment }) };
  });
  return [
    { activity: 'cutPartition', call: (a) => a.cutPartition({ run, partition }) },
    ...segments,
    { activity: 'finishPartition', call: (a) => a.finishPartition({ run, partition }) },
  ];
}

const VERDICT: Verdict = {
  status: 'done',
  started_at: 1_700_000_000,
  ended_at: 1_700_000_001,
  counts: {
    partitions: PARTITIONS,
    completed: PARTITIONS,
    failed: 0,
    parked: 0,
    skipped: 0,
    active: 0,
    ledger: emptyLedger(),
  },
  export: null,
  failure: null,
  failed_partitions: [],
  parked_partitions: [],
  skipped_partitions: [],
};
