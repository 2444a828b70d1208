/** What a run that is gone on with has already, by its own records. */
import { standingRecord } from '../activities/standing-record.js';
import { checkpointSlots } from '../engine/slots.js';
import { usableSlots } from '../engine/usable.js';
import type { Partition } from '../model/plan.js';
import type { Forecast } from '../model/reuse.js';
import { forecast, type Usable } from '../plan/forecast.js';
import type { OpenedRun } from './opened-run.js';

/** Looks at the records of every partition; no file is hashed. */
export function ownForecast(run: OpenedRun): Forecast {
  const { plan, mapping } = run;
  const partitions = mapping.partitions.map((partition) => ({ partition, usable: usable(run, partition) }));
  return forecast({ of: run.runId, segments: plan.segments, partitions });
}

function usable(run: OpenedRun, partition: Partition): Usable {
  const { store, plan } = run;
  const { segments } = plan;
  if (standingRecord(run, partition)) return { slots: segments.length + 1, why: null };
  return usableSlots({ store, slots: checkpointSlots(plan, partition), segments, foreign: false });
}
