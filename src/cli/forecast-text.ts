/** A forecast in words: what is reused, what is done, and why. */
import path from 'node:path';
import type { Plan } from '../model/plan.js';
import type { Forecast, ForecastGroup } from '../model/reuse.js';
import { readFile } from '../storage/files.js';
import { unsealed } from '../storage/json-file.js';
import { RUN_FILES } from '../storage/layout.js';
import type { Output } from './output.js';

const GROUPS = 5;

/** Lines of a forecast. `runId`: the run that it is for; it is not named as the one that it takes from. */
export function forecastLines(forecast: Forecast, runId: string | null = null): string[] {
  const { of, all, reuse, redo, groups, more_groups } = forecast;
  const from = of === null || of === runId ? '' : ` of run ${of}`;
  const more = groups.length - GROUPS + more_groups;
  const share = `${reuse.partitions} of ${all.partitions} partitions (${reuse.rows} rows)`;
  return [
    `reuse ${share}${from}, redo ${redo.partitions}`,
    ...groups.slice(0, GROUPS).map(groupLine),
    ...(groups.length > GROUPS ? [`  ${more} more groups of partitions`] : []),
  ];
}

function groupLine({ partitions, rows, up_to_op, up_to_name, why }: ForecastGroup): string {
  const who = `  ${partitions} (${rows} rows)`;
  if (!why) return `${who}: nothing left to do`;
  if (up_to_op === null) return `${who}: from the input: ${why.text}`;
  const point = up_to_op === -1 ? 'the rows as read' : `op ${up_to_op} ${up_to_name}`;
  return `${who}: on from ${point}: ${why.text}`;
}

/** Tells what was foretold when a run was planned; nothing when reuse is off or there is no plan. */
export function tellForecast(dir: string, out: Output): void {
  const plan = planIn(dir);
  if (plan?.forecast) for (const line of forecastLines(plan.forecast)) out.note(line);
}

function planIn(dir: string): Plan | null {
  try {
    return unsealed<Plan>(readFile(path.join(dir, RUN_FILES.plan)));
  } catch {
    // A client that does not see the run's folder has nothing to tell from it.
    return null;
  }
}
