/** Finds the earlier run whose checkpoints are worth most to a new one, and foretells what they are worth. */
import path from 'node:path';
import { JuicerError } from '../model/errors.js';
import type { DatasetMapping, Plan } from '../model/plan.js';
import { REUSE_AUTO, REUSE_NONE, type Donor, type DonorChoice, type Forecast } from '../model/reuse.js';
import { chainChange, partitionChange } from '../plan/chain-change.js';
import { forecast, nothingToReuse, worthOf, type Usable } from '../plan/forecast.js';
import { disk } from '../storage/disk.js';
import { diskErrors } from '../storage/disk-error.js';
import { readJson, unsealed } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import { storeAt } from '../storage/store-at.js';
import type { Store } from '../storage/store.js';
import type { DonorJob } from './job.js';
import { checkpointSlots } from './slots.js';
import { usableSlots } from './usable.js';

/** Earlier runs that are looked at, the newest ones. */
const CANDIDATES = 50;

const UNREADABLE: Usable = { slots: 0, why: { kind: 'damaged', text: 'its records cannot be read' } };

/** A new run that looks for one. */
export interface DonorSearch {
  /** Its folder, absolute; those of earlier runs stand beside it. It need not exist. */
  dir: string;
  plan: Plan;
  mapping: DatasetMapping;
  /** `auto`, `none`, or the folder of a run. */
  reuse: string;
}

/** An earlier run that can be read. */
interface Candidate extends Donor {
  store: Store;
  plan: Plan;
  mapping: DatasetMapping;
}

/** Looks for the donor. `onPartition` is told how many partitions were looked at. An earlier run that cannot be read is passed over. */
export function chooseDonor(search: DonorSearch, onPartition: (done: number) => void): DonorChoice {
  const { reuse, plan, mapping } = search;
  if (reuse === REUSE_NONE) return { donor: null, forecast: null };
  const named = reuse !== REUSE_AUTO;
  const candidates = named ? readCandidate(reuse) : siblings(search);
  const best = bestOf(search, candidates, onPartition);
  if (!best) {
    const where = named ? `${reuse} has no plan` : `no earlier run of ${plan.project_name} beside it`;
    return { donor: null, forecast: nothingToReuse(plan.segments, mapping.partitions, where) };
  }
  const { run_id, dir } = best.candidate;
  const wanted = named || worthOf(best.forecast) > 0;
  return { donor: wanted ? { run_id, dir } : null, forecast: best.forecast };
}

/** Runs a donor job, with the mapping that stands in the run's folder. Throws JuicerError E_CHECKPOINT when there is none. */
export function findDonor(job: DonorJob, store: Store, onPartition: (done: number) => void): DonorChoice {
  const mapping = readJson<DatasetMapping>(store, RUN_FILES.mapping, { sha256: job.plan.mapping_sha256 });
  if (!mapping) throw new JuicerError('E_CHECKPOINT', `${RUN_FILES.mapping} is missing`);
  return chooseDonor({ dir: job.dir, plan: job.plan, mapping, reuse: job.reuse }, onPartition);
}

interface Judged {
  candidate: Candidate;
  forecast: Forecast;
}

/** The newest of those that are worth most. Records are read only where plan and mapping promise more than was found. */
function bestOf(
  search: DonorSearch,
  candidates: Candidate[],
  onPartition: (n: number) => void,
): Judged | null {
  const promising = candidates
    .map((candidate) => ({ candidate, promised: forecastBy(search, candidate, (_, usable) => usable) }))
    .sort((a, b) => worthOf(b.promised) - worthOf(a.promised));
  let best: Judged | null = null;
  let looked = 0;
  for (const { candidate, promised } of promising) {
    if (best && worthOf(promised) <= worthOf(best.forecast)) break;
    const found = forecastBy(search, candidate, (partition, promise) => {
      onPartition(++looked);
      if (promise.slots === 0) return promise;
      return passedOver(() => usableBy(search, candidate, { partition, promise })) ?? UNREADABLE;
    });
    if (!best || worthOf(found) > worthOf(best.forecast)) best = { candidate, forecast: found };
  }
  return best;
}

/** The forecast for a candidate; `usable` turns what the plans promise for a partition into what is there. */
function forecastBy(
  search: DonorSearch,
  candidate: Candidate,
  usable: (partition: DatasetMapping['partitions'][number], promise: Usable) => Usable,
): Forecast {
  const chain = chainChange(search.plan, candidate.plan);
  const partitions = search.mapping.partitions.map((partition) => {
    const why =
      chain.slots === 0 ? null : partitionChange(partition, candidate.mapping.partitions[partition.id]);
    return { partition, usable: usable(partition, why ? { slots: 0, why } : chain) };
  });
  return forecast({ of: candidate.run_id, segments: search.plan.segments, partitions });
}

/** What stands of what was promised for a partition. */
function usableBy(
  { plan }: DonorSearch,
  { store }: Candidate,
  o: { partition: DatasetMapping['partitions'][number]; promise: Usable },
): Usable {
  const slots = checkpointSlots(plan, o.partition).slice(0, o.promise.slots);
  const found = usableSlots({ store, slots, segments: plan.segments, foreign: true });
  return found.why ? found : o.promise;
}

/** Other runs of the same project in the same folder, the newest first. */
function siblings({ dir, plan }: DonorSearch): Candidate[] {
  const folder = path.dirname(dir);
  const dated = storeAt(folder)
    .list('.')
    .filter((name) => name !== path.basename(dir))
    .map((name) => ({ dir: path.join(folder, name), at: plannedAt(path.join(folder, name)) }))
    .filter((run) => run.at > 0);
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, CANDIDATES);
  return newest
    .flatMap((run) => readCandidate(run.dir))
    .filter((c) => c.plan.project_name === plan.project_name);
}

/** When a run's plan was written, ms; 0 for what is no run, or cannot be looked at. */
function plannedAt(dir: string): number {
  return passedOver(() => disk.stat(path.join(dir, RUN_FILES.plan))?.mtimeMs ?? 0) ?? 0;
}

function readCandidate(dir: string): Candidate[] {
  const store = storeAt(dir);
  const found = passedOver(() => {
    const plan = unsealed<Plan>(store.read(RUN_FILES.plan));
    const mapping = unsealed<DatasetMapping>(store.read(RUN_FILES.mapping));
    return plan && mapping ? { run_id: plan.run_id, dir, store, plan, mapping } : null;
  });
  return found ? [found] : [];
}

/** Another run's folder may be removed, closed to us or damaged at any time: then it gives nothing, as promised above. */
function passedOver<T>(look: () => T): T | null {
  try {
    return diskErrors('look at an earlier run', look);
  } catch (error) {
    if (error instanceof JuicerError) return null;
    throw error;
  }
}
