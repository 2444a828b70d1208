/** P3 The ledger closes: every op's counts add up and follow from those of the op before. */
import { list, num, obj, str, type Json } from './json.js';
import { opsOf, recordsOf, type PartitionFiles, type RecordFile, type Run } from './run.js';
import type { Report } from './violation.js';

/** The counts of a ledger. */
export const COUNTS = [
  'rows_in',
  'rows_out',
  'rejected',
  'duplicates',
  'quarantined',
  'merged',
  'added',
] as const;

/** Rows that leave without being in the output of an op, less those that it adds. */
export function lost(ledger: Json | null): number {
  const n = (key: string): number => num(ledger, key);
  return n('rejected') + n('duplicates') + n('quarantined') + n('merged') - n('added');
}

/** Checks the counts of every record of every partition, and that they follow from each other. */
export function checkLedger(run: Run, report: Report): void {
  for (const partition of run.partitions) {
    const records = recordsOf(partition);
    for (const record of [...records, ...(partition.result ? [partition.result] : [])]) {
      closes(record, report);
      addsUp(record, report);
      chains(record, report);
      givesUp(record, report);
    }
    checkChain(partition, records, report);
    if (partition.result) checkResult(run, partition, partition.result, report);
  }
}

function closes(record: RecordFile, report: Report): void {
  for (const ledger of [obj(record.json, 'ledger'), ...opsOf(record)]) {
    const what = str(ledger, 'name') || 'ledger';
    const whole = COUNTS.every((key) => Number.isInteger(num(ledger, key)) && num(ledger, key) >= 0);
    if (!whole) report('P3', 'ledger-counts', `${what}: a count is missing or negative`, record.path);
    else if (num(ledger, 'rows_out') !== num(ledger, 'rows_in') - lost(ledger)) {
      report('P3', 'ledger-open', `${what}: rows_out is not rows_in less the losses`, record.path);
    }
  }
}

/** The ledger of a record is that of its ops together: rows enter the first, leave the last, losses add. */
function addsUp(record: RecordFile, report: Report): void {
  const ops = opsOf(record);
  if (ops.length === 0) return;
  const expected: Json = Object.fromEntries(COUNTS.map((key) => [key, sum(ops, key)]));
  expected['rows_in'] = num(ops[0] ?? null, 'rows_in');
  expected['rows_out'] = num(ops.at(-1) ?? null, 'rows_out');
  for (const key of COUNTS) {
    if (num(obj(record.json, 'ledger'), key) !== expected[key]) {
      report('P3', 'ledger-sum', `${key} is not that of its ops`, record.path);
    }
  }
}

/** Rows that were given up are all quarantined: none goes on, and none is taken for rejected. */
function givesUp(record: RecordFile, report: Report): void {
  if (record.json?.['given_up'] !== true) return;
  const ledger = obj(record.json, 'ledger');
  if (num(ledger, 'rows_out') === 0 && num(ledger, 'quarantined') === num(ledger, 'rows_in')) return;
  report('P3', 'given-up', 'not all rows are quarantined', record.path);
}

function chains(record: RecordFile, report: Report): void {
  for (const [i, op] of opsOf(record).entries()) {
    const previous = opsOf(record)[i - 1];
    if (previous && num(op, 'rows_in') !== num(previous, 'rows_out')) {
      report(
        'P3',
        'chain',
        `rows_in of op ${num(op, 'index')} is not rows_out of the one before`,
        record.path,
      );
    }
  }
}

/** Each checkpoint takes what the one before gave, the first what the mapping says. */
function checkChain(partition: PartitionFiles, records: RecordFile[], report: Report): void {
  if (partition.cut && num(partition.cut.json, 'rows_in') !== num(partition.mapping, 'rows')) {
    report('P3', 'chain', 'the cut did not take the rows of the mapping', partition.cut.path);
  }
  for (const [i, record] of records.entries()) {
    for (const key of ['rows_in', 'rows_out']) {
      if (num(record.json, key) !== num(obj(record.json, 'ledger'), key)) {
        report('P3', 'record-rows', `${key} is not the ledger's`, record.path);
      }
    }
    const previous = records[i - 1];
    if (previous && num(record.json, 'rows_in') !== num(previous.json, 'rows_out')) {
      report('P3', 'chain', `rows_in is not rows_out of ${previous.path}`, record.path);
    }
  }
}

/** The partition's record names every op of the plan, in order, with the counts of the checkpoints. */
function checkResult(run: Run, partition: PartitionFiles, result: RecordFile, report: Report): void {
  const wanted = [-1, ...list(run.plan, 'ops').map((o) => num(o, 'index'))];
  const ops = opsOf(result);
  if (JSON.stringify(ops.map((o) => num(o, 'index'))) !== JSON.stringify(wanted)) {
    return report('P3', 'ops-missing', `ops are not those of the plan, in order`, result.path);
  }
  if (num(ops[0] ?? null, 'rows_in') !== num(partition.mapping, 'rows')) {
    report('P3', 'chain', 'the cut did not take the rows of the mapping', result.path);
  }
  const made = partition.ops.flatMap(opsOf);
  if (partition.cut) made.push({ ...obj(partition.cut.json, 'ledger'), index: -1 });
  for (const op of made) {
    const same = ops.find((o) => num(o, 'index') === num(op, 'index')) ?? null;
    for (const key of COUNTS) {
      if (num(same, key) === num(op, key)) continue;
      report('P3', 'result-ops', `op ${num(op, 'index')}: ${key} is not the checkpoint's`, result.path);
    }
  }
}

/** Sum of one count over several ledgers. */
export function sum(ledgers: readonly (Json | null)[], key: string): number {
  return ledgers.reduce((total, l) => total + num(l, key), 0);
}
