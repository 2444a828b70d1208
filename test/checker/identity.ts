/** P5 Identity is fixed once: every file is the one its record names, and every record belongs where it stands. */
import fs from 'node:fs';
import path from 'node:path';
import { measure } from './files.js';
import { list, num, obj, parseObject, str, type Json } from './json.js';
import { isCleaned, recordsOf, stemOf, type PartitionFiles, type RecordFile, type Run } from './run.js';
import type { Report } from './violation.js';

const HEX64 = /^[0-9a-f]{64}$/;
/** Ends the name of a file of rows. */
const ROWS = /(?<!\.quarantine)\.(parquet|arrow|jsonl(\.gz|\.zst)?)$/;

/** Checks files against records and records against files, plan and each other. */
export function checkIdentity(run: Run, report: Report): void {
  const byIndex = new Map<number, Map<string, number>>();
  for (const partition of run.partitions) {
    const records = recordsOf(partition);
    for (const record of records) {
      checkFile(run, record, record.json, report);
      checkPlace(run, partition, record, report);
    }
    checkFingerprints(partition, records, byIndex, report);
    if (partition.result) checkResult(run, partition, partition.result, report);
    if (partition.skipped) checkSkipped(run, partition, partition.skipped, report);
    if (partition.result || run.verdict === 'done') checkComplete(run, partition, report);
  }
}

/** A file reference (path or file, sha256, bytes) against the file itself. */
function checkFile(run: Run, record: RecordFile, ref: Json | null, report: Report): void {
  if (!record.json) return report('P5', 'record-damaged', 'no JSON object', record.path);
  const name = str(ref, 'file') || str(ref, 'path');
  const seen = name === '' ? null : measure(path.join(run.dir, name));
  const cleaned = isCleaned(record) && ref === record.json;
  if (!seen && !cleaned) {
    if (!run.removed) report('P5', 'file-missing', `${name} is named by ${record.path}`, record.path);
    return;
  }
  if (seen && seen.bytes !== num(ref, 'bytes'))
    report('P5', 'file-bytes', `${seen.bytes}, its record says otherwise`, name);
  if (seen && seen.sha256 !== str(ref, 'sha256'))
    report('P5', 'file-sha256', 'differs from its record', name);
  const quarantine = obj(record.json, 'quarantine');
  if (quarantine && ref === record.json) checkFile(run, record, quarantine, report);
}

/** Record, file and plan agree on run, partition, op, and name. */
function checkPlace(run: Run, partition: PartitionFiles, record: RecordFile, report: Report): void {
  const { json } = record;
  const index = num(json, 'index');
  const planned = list(run.plan, 'ops').find((o) => num(o, 'index') === index) ?? null;
  const stem = `op_${String(index).padStart(3, '0')}_${str(planned, 'name')}`;
  const place =
    index === -1 ? `partitions/${stemOf(partition.id)}` : `checkpoints/${stemOf(partition.id)}/${stem}`;
  const storage = obj(run.plan, 'storage');
  const form = (index === -1 ? null : obj(storage, 'checkpoints')) ?? storage;
  const wanted: Json = {
    run_id: run.plan?.['run_id'],
    partition: partition.id,
    file: `${place}${endingOf(form)}`,
    format: form?.['format'],
    engine: form?.['engine'],
    compression: form?.['compression'],
  };
  if (planned) Object.assign(wanted, { name: planned['name'], version: planned['version'] });
  for (const [key, value] of Object.entries(wanted)) {
    if (json?.[key] !== value) report('P5', 'record-place', `${key} is not ${String(value)}`, record.path);
  }
  if (record.path !== `${place}.json`) report('P5', 'record-place', `belongs at ${place}.json`, record.path);
  if (!(num(json, 'attempt') >= 1))
    report('P5', 'record-attempt', 'attempt is no number from 1', record.path);
}

/** What the name of a file ends in, by its form. */
function endingOf(form: Json | null): string {
  const format = str(form, 'format') || 'parquet';
  const packed = { gzip: '.gz', zstd: '.zst' }[str(form, 'compression')] ?? '';
  return format === 'jsonl' ? `.jsonl${packed}` : `.${format}`;
}

/** Fingerprints are digests, and none occurs twice: neither in a partition's chain nor at one op of several partitions. */
function checkFingerprints(
  partition: PartitionFiles,
  records: RecordFile[],
  byIndex: Map<number, Map<string, number>>,
  report: Report,
): void {
  const chain = new Set<string>();
  for (const record of records) {
    const fingerprint = str(record.json, 'fingerprint');
    if (!HEX64.test(fingerprint)) report('P5', 'fingerprint-form', 'no sha256 in hex', record.path);
    if (chain.has(fingerprint)) report('P5', 'fingerprint-chain', 'occurs twice in one chain', record.path);
    chain.add(fingerprint);
    const index = num(record.json, 'index');
    const others = byIndex.get(index) ?? new Map<string, number>();
    byIndex.set(index, others);
    const other = others.get(fingerprint);
    if (other !== undefined)
      report('P5', 'fingerprint-twice', `is that of partition ${other} too`, record.path);
    others.set(fingerprint, partition.id);
  }
}

/** The result is the last checkpoint of the chain, unless it has a form of its own, and its record's hashes hold. */
function checkResult(run: Run, partition: PartitionFiles, result: RecordFile, report: Report): void {
  const ref = obj(result.json, 'result');
  checkFile(run, result, ref, report);
  const quarantine = obj(result.json, 'quarantine');
  if (quarantine) checkFile(run, result, quarantine, report);
  checkOwner(run, partition, result, report);
  if (str(result.json, 'status') !== 'done')
    report('P5', 'record-status', 'is neither done nor skipped', result.path);
  if (!HEX64.test(str(result.json, 'fingerprint')))
    report('P5', 'fingerprint-form', 'no sha256 in hex', result.path);
  const last = partition.checkpointsRemoved ? undefined : recordsOf(partition).at(-1);
  if (!last) return;
  const converted = obj(obj(run.plan, 'storage'), 'checkpoints') !== null;
  for (const [key, its] of [
    ...(converted ? [] : [['sha256', ref] as const]),
    ['fingerprint', result.json],
  ] as const) {
    if (str(last.json, key) !== str(its, key))
      report('P5', 'result-origin', `is not the file of ${last.path}: another ${key}`, result.path);
  }
}

/** The record of a partition that is left out belongs where it stands, counts its rows, and says why. */
function checkSkipped(run: Run, partition: PartitionFiles, skipped: RecordFile, report: Report): void {
  checkOwner(run, partition, skipped, report);
  const failure = obj(skipped.json, 'failure');
  if (num(skipped.json, 'rows') !== num(partition.mapping, 'rows'))
    report('P3', 'skipped-rows', 'are not those of the mapping', skipped.path);
  if (str(failure, 'type') === '' || str(failure, 'message') === '')
    report('P5', 'skipped-reason', 'does not say why the partition is left out', skipped.path);
  for (const key of ['result', 'ledger', 'ops'])
    if (skipped.json && key in skipped.json)
      report('P5', 'skipped-result', `has ${key}, as if it were done`, skipped.path);
}

function checkOwner(run: Run, partition: PartitionFiles, record: RecordFile, report: Report): void {
  const wanted: Json = { run_id: run.plan?.['run_id'], partition: partition.id };
  for (const [key, value] of Object.entries(wanted)) {
    if (record.json?.[key] !== value)
      report('P5', 'record-place', `${key} is not ${String(value)}`, record.path);
  }
}

/** A finished partition has the record of every segment, and no file without one. */
function checkComplete(run: Run, partition: PartitionFiles, report: Report): void {
  const stem = stemOf(partition.id);
  if (!partition.result && !partition.skipped && run.verdict === 'done') {
    report('P5', 'record-missing', 'the run is done', `results/${stem}.json`);
  }
  if (run.removed) return;
  if (partition.checkpointsRemoved) return checkRemoved(run, partition, report);
  checkCleaned(run, partition, report);
  const stems = list(run.plan, 'segments').map((s) => `checkpoints/${stem}/${str(s, 'stem')}`);
  const have = new Set(recordsOf(partition).map((r) => r.path));
  for (const wanted of partition.result ? [`partitions/${stem}`, ...stems] : []) {
    if (!have.has(`${wanted}.json`))
      report('P5', 'record-missing', 'the partition is done', `${wanted}.json`);
  }
  const folder = path.join(run.dir, 'checkpoints', stem);
  for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : []) {
    const record = `checkpoints/${stem}/${name.replace(ROWS, '.json')}`;
    if (ROWS.test(name) && !have.has(record))
      report('P5', 'file-without-record', 'no record beside it', `checkpoints/${stem}/${name}`);
  }
  if (partition.result) checkSummary(run, partition, report);
}

/** Checkpoints that are not to be kept are gone. */
function checkRemoved(run: Run, partition: PartitionFiles, report: Report): void {
  const folder = `checkpoints/${stemOf(partition.id)}`;
  if (fs.existsSync(path.join(run.dir, folder))) report('P5', 'retention', 'is not kept, but there', folder);
}

/** Files were removed to make room only where the recipe says so, and the last one never was. */
function checkCleaned(run: Run, partition: PartitionFiles, report: Report): void {
  const cleaned = partition.ops.filter(isCleaned);
  const last = partition.ops.at(-1);
  if (cleaned.length > 0 && obj(run.plan, 'checkpoints')?.['cleanup'] !== true)
    report('P5', 'cleaned', 'its file was removed, the plan keeps all', cleaned[0]?.path ?? '');
  if (last && isCleaned(last)) report('P5', 'cleaned', 'the last checkpoint was removed', last.path);
}

/** The folder's `metadata.json` is made of the records beside it. */
function checkSummary(run: Run, partition: PartitionFiles, report: Report): void {
  const name = `checkpoints/${stemOf(partition.id)}/metadata.json`;
  const file = path.join(run.dir, name);
  if (!fs.existsSync(file)) return report('P5', 'metadata-missing', 'the partition is done', name);
  const listed = list(parseObject(fs.readFileSync(file, 'utf8')), 'checkpoints').map((c) => str(c, 'sha256'));
  const standing = recordsOf(partition).map((r) => str(r.json, 'sha256'));
  if (JSON.stringify(listed) !== JSON.stringify(standing)) {
    report('P5', 'metadata-differs', 'does not list the records that stand', name);
  }
}
