/** Folds a run's events, once, with the files of its folder into the value that reports are made from. */
import type { DonePartition } from '../../model/checkpoint.js';
import type { JuicerEvent } from '../../model/event.js';
import type { RunCounts } from '../../model/verdict.js';
import { filterReports } from './filters.js';
import { gather, type Gathered, type ReportSources } from './gather.js';
import { heatMap } from './heat.js';
import { opReports, partitionCounts, runLedger, type PartitionCounts } from './op-sums.js';
import { environmentOf, fingerprintsOf, planReport } from './plan-report.js';
import { quarantinedRows } from './quarantine-rows.js';
import { runReport } from './run-report.js';
import { timeline } from './timeline.js';
import type { OpReport, ReportData } from './value.js';

/**
 * The report's value. Files that are missing or damaged leave their part empty, and a note says so.
 * @throws JuicerError E_IO when a file cannot be read at all; whatever `events` throws.
 */
export async function reportData(
  events: AsyncIterable<JuicerEvent> | Iterable<JuicerEvent>,
  sources: ReportSources,
): Promise<ReportData> {
  const gathered = await gather(events, sources);
  const { plan, mapping, run, partitions, resources, now } = gathered;
  const done = doneOnly(gathered.records);
  const counts = partitionCounts(done, partitions, plan);
  const ops = opReports(counts, plan, run);
  const ledger = runLedger(counts);
  return {
    schema_version: 1,
    made_at: now,
    run: runReport(gathered),
    counts: countsOf(gathered, done.size, ledger),
    attempts: { ...run.attempts, retries: run.retries },
    ledger,
    ops,
    heat: heatMap(counts, plan?.ops.map((op) => op.name) ?? []),
    timeline: timeline(partitions, run, now),
    ...(await filtersOf(gathered, done, ops)),
    quarantine: quarantineOf(gathered, counts),
    resources: resources.curves(),
    plan: plan && mapping ? planReport(plan, mapping) : null,
    environment: environmentOf(plan, resources.workers()),
    fingerprints: fingerprintsOf(plan, sources.store),
    notes: gathered.notes,
  };
}

async function filtersOf(
  { sources, plan, mapping }: Gathered,
  done: ReadonlyMap<number, DonePartition>,
  ops: readonly OpReport[],
): Promise<Pick<ReportData, 'filters' | 'filters_missing'>> {
  if (!plan || !mapping) return { filters: [], filters_missing: 'there is no plan' };
  const isDone = (partition: number): boolean => done.has(partition);
  const { filters, missing } = await filterReports({ store: sources.store, plan, mapping, isDone, ops });
  return { filters, filters_missing: missing };
}

function quarantineOf(
  { sources, plan }: Gathered,
  counts: readonly PartitionCounts[],
): ReportData['quarantine'] {
  const partitions = counts.filter(mayHaveQuarantine).map((c) => c.partition);
  return {
    total: counts.reduce((sum, c) => sum + quarantinedIn(c), 0),
    shown: quarantinedRows({ store: sources.store, plan, partitions, quote: sources.rows ?? false }),
  };
}

function doneOnly(records: Gathered['records']): Map<number, DonePartition> {
  return new Map([...records].filter((e): e is [number, DonePartition] => e[1].status === 'done'));
}

/** The verdict's counts; before there is one, what records and events come to. */
function countsOf(
  { sources, run, mapping, partitions, records }: Gathered,
  completed: number,
  ledger: RunCounts['ledger'],
): RunCounts {
  const told = sources.verdict?.counts ?? run.counts;
  if (told) return told;
  const all = [...partitions.values()].filter((p) => !records.has(p.partition));
  const having = (status: string): number => all.filter((p) => p.status === status).length;
  return {
    partitions: mapping?.partitions.length ?? 0,
    completed,
    failed: having('failed'),
    parked: having('parked'),
    skipped: [...records.values()].filter((r) => r.status === 'skipped').length,
    active: having('running'),
    ledger,
  };
}

function quarantinedIn({ ops }: PartitionCounts): number {
  return ops.reduce((sum, op) => sum + op.quarantined, 0);
}

function mayHaveQuarantine(counts: PartitionCounts): boolean {
  return !counts.done || quarantinedIn(counts) > 0;
}
