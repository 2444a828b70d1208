/** P3 The ledger closes over the whole run: the reports' totals are the sums of the partitions' records. */
import { isObject, list, num, obj, str, type Json } from './json.js';
import { COUNTS, lost, sum } from './ledger.js';
import { opsOf, type Run } from './run.js';
import type { Report } from './violation.js';

const FILES = {
  finalMapping: 'metadata/final_mapping_report.json',
  summary: 'logs/processing_summary.json',
  metrics: 'logs/performance_metrics.json',
} as const;

const STATUSES = ['done', 'failed', 'parked', 'skipped', 'cancelled', 'not_started'];

/** What a partition may be when the run has come to a verdict: nothing is open, or forgotten, when it is done or waits. */
function mayStand(verdict: string, status: string): boolean {
  if (verdict === 'done') return status === 'done' || status === 'skipped';
  return verdict !== 'waiting' || ['done', 'skipped', 'parked', 'failed'].includes(status);
}

/** Checks summary, final mapping and metrics; sums only when the run is done or waits, else partitions may be half-way. */
export function checkTotals(run: Run, report: Report): void {
  for (const key of ['finalMapping', 'summary', 'metrics'] as const) {
    if (!run[key]) report('P3', 'report-missing', 'absent or no JSON object', FILES[key]);
  }
  checkFinalMapping(run, report);
  const ledger = obj(run.summary, 'ledger');
  if (run.summary && num(ledger, 'rows_out') !== num(ledger, 'rows_in') - lost(ledger)) {
    report('P3', 'ledger-open', 'rows_out is not rows_in less the losses', FILES.summary);
  }
  if (run.verdict !== 'done' && run.verdict !== 'waiting') return;
  checkSummary(run, report);
  for (const key of ['summary', 'metrics'] as const) checkOps(run, key, report);
  if (run.verdict === 'done' && num(run.manifest, 'rows') !== num(ledger, 'rows_out')) {
    report('P3', 'total-manifest', `rows_out is not the manifest's rows`, FILES.summary);
  }
}

function checkSummary(run: Run, report: Report): void {
  const done = run.partitions.filter((p) => p.result);
  const ledgers = done.map((p) => obj(p.result?.json ?? null, 'ledger'));
  const counts = obj(run.summary, 'counts');
  for (const [where, ledger] of [
    ['ledger', obj(run.summary, 'ledger')],
    ['counts.ledger', obj(counts, 'ledger')],
  ] as const) {
    for (const key of COUNTS) {
      if (num(ledger, key) === sum(ledgers, key)) continue;
      report(
        'P3',
        'total-summary',
        `${where}.${key} ${num(ledger, key)}, records say ${sum(ledgers, key)}`,
        FILES.summary,
      );
    }
  }
  const named = (status: string): number =>
    list(run.finalMapping, 'partitions').filter((p) => str(p, 'status') === status).length;
  const skipped = run.partitions.filter((p) => p.skipped).length;
  const ends = { completed: done.length, skipped, parked: named('parked'), failed: named('failed') };
  const wanted = { partitions: run.partitions.length, ...ends, active: 0 };
  for (const [key, value] of Object.entries(wanted)) {
    if (num(counts, key) !== value)
      report('P3', 'total-summary', `counts.${key} is not ${value}`, FILES.summary);
  }
  const rate = run.partitions.length === 0 ? 1 : done.length / run.partitions.length;
  if (Math.abs(num(run.summary, 'success_rate') - rate) < 1e-9) return;
  report('P3', 'total-summary', `success_rate is not ${rate}`, FILES.summary);
}

/** Per op: counts over all partitions. The cut (index −1) may be left out. */
function checkOps(run: Run, key: 'summary' | 'metrics', report: Report): void {
  const entries = list(run[key], 'ops');
  const made = run.partitions.flatMap((p) => opsOf(p.result));
  const planned = run.partitions.length === 0 ? [] : list(run.plan, 'ops').map((o) => num(o, 'index'));
  for (const index of planned) {
    if (entries.filter((e) => num(e, 'index') === index).length === 1) continue;
    report('P3', 'total-ops', `op ${index} is not there once`, FILES[key]);
  }
  for (const entry of entries) {
    const same = made.filter((o) => num(o, 'index') === num(entry, 'index'));
    const wanted = Object.fromEntries(COUNTS.map((c) => [c, sum(same, c)]));
    if (key === 'metrics') wanted['count'] = same.length;
    for (const [count, value] of Object.entries(wanted)) {
      if (num(entry, count) === value) continue;
      report(
        'P3',
        'total-ops',
        `op ${num(entry, 'index')}: ${count} ${num(entry, count)}, records say ${value}`,
        FILES[key],
      );
    }
  }
}

function checkFinalMapping(run: Run, report: Report): void {
  if (!run.finalMapping) return;
  const wrong = (detail: string): void => report('P3', 'total-mapping', detail, FILES.finalMapping);
  const entries = list(run.finalMapping, 'partitions');
  if (num(run.finalMapping, 'total_rows') !== (run.mapping ? num(run.mapping, 'total_rows') : 0))
    wrong('total_rows differs');
  if (entries.length !== run.partitions.length) return wrong('not the partitions of the mapping');
  for (const [i, partition] of run.partitions.entries()) {
    const entry = entries[i] ?? null;
    const result = partition.result?.json ?? null;
    for (const key of ['id', 'rows', 'bytes', 'sha256']) {
      if (entry?.[key] !== partition.mapping[key])
        wrong(`partition ${partition.id}: ${key} is not the mapping's`);
    }
    const status = str(entry, 'status');
    if (!STATUSES.includes(status)) wrong(`partition ${partition.id} is ${JSON.stringify(status)}`);
    if ((status === 'done') !== (result !== null) || (status === 'skipped') !== (partition.skipped !== null))
      wrong(`partition ${partition.id} is ${status}, its record says otherwise`);
    if (!mayStand(run.verdict, status)) wrong(`partition ${partition.id} is ${status}`);
    if (status !== 'done' || !result) continue;
    if (num(entry, 'rows_out') !== num(obj(result, 'ledger'), 'rows_out'))
      wrong(`partition ${partition.id}: rows_out`);
    if (str(obj(entry, 'result'), 'sha256') !== str(obj(result, 'result'), 'sha256'))
      wrong(`partition ${partition.id}: sha256`);
    if (!sameOps(entry?.['ops'], opsOf(partition.result)))
      wrong(`partition ${partition.id}: ops are not its record's`);
  }
}

/** The cut may be left out of the report's list. */
function sameOps(listed: unknown, made: Json[]): boolean {
  if (!Array.isArray(listed)) return false;
  const ops = listed.filter(isObject);
  const wanted = num(ops[0] ?? null, 'index') === -1 ? made : made.filter((o) => num(o, 'index') >= 0);
  return (
    ops.length === wanted.length &&
    wanted.every((w, i) => ['index', ...COUNTS].every((key) => num(ops[i] ?? null, key) === num(w, key)))
  );
}
