/** Damage to the data of a run and to what counts it: export, results, ledger, totals, ranges (P1, P2, P3). */
import fs from 'node:fs';
import path from 'node:path';
import {
  at,
  editExport,
  editJson,
  flipBit,
  replaceResult,
  resealMapping,
  type Loose,
  type Plant,
} from './plant.js';
import { CANARY } from './synthetic-rows.js';

const CHECKPOINT = 'checkpoints/partition_000000/op_000_whitespace_normalization_mapper';

/** Each of them is planted alone. */
export const DATA_PLANTS: Plant[] = [
  {
    what: 'an export cut short by a line',
    found: 'P1 export-rows',
    plant: (run) => editExport(run, (l) => l.slice(0, -1), false),
  },
  { what: 'a bit flipped in the export', found: 'P1 export-sha256', plant: (run) => flipBit(run.exportFile) },
  { what: 'an export that is gone', found: 'P1 export-missing', plant: (run) => fs.rmSync(run.exportFile) },
  {
    what: 'a missing manifest',
    found: 'P1 manifest-missing',
    plant: (run) => fs.rmSync(at(run, 'metadata/manifest.json')),
  },
  {
    what: 'a manifest of a failed run',
    found: 'P1 manifest-without-verdict',
    plant: (run) =>
      editJson(run, 'logs/processing_summary.json', (s) => Object.assign(s, { verdict: 'failed' })),
  },
  {
    what: 'a manifest of another plan',
    found: 'P1 manifest-plan',
    plant: (run) => editJson(run, 'metadata/plan.json', (p) => Object.assign(p, { batch_size: 7 })),
  },
  {
    what: 'a temporary file in a checkpoint folder',
    found: 'P1 temporary-file',
    plant: (run) => fs.writeFileSync(at(run, 'checkpoints/partition_000001/.tmp-ab-0'), ''),
  },
  {
    what: 'a temporary file beside the export',
    found: 'P1 temporary-file',
    plant: (run) => fs.writeFileSync(path.join(path.dirname(run.exportFile), '.tmp-ab-0'), ''),
  },
  {
    what: 'a file left in temp',
    found: 'P1 scratch-file',
    plant: (run) => {
      fs.mkdirSync(at(run, 'temp/intermediate_data'), { recursive: true });
      fs.writeFileSync(at(run, 'temp/intermediate_data/export-000000-000002.jsonl'), '');
    },
  },
  {
    what: 'two exported rows swapped',
    found: 'P2 export-text',
    plant: (run) => editExport(run, ([a = '', b = '', ...rest]) => [b, a, ...rest], true),
  },
  {
    what: 'an exported line that is no JSON',
    found: 'P2 export-line',
    plant: (run) => editExport(run, (l) => l.with(1, '{"text": '), true),
  },
  {
    what: 'a row that is exported but in no result',
    found: 'P2 row-count',
    plant: (run) => editExport(run, (l) => [...l, '{"text":"more"}'], true),
  },
  {
    what: 'an export that lacks a row',
    found: 'P2 row-count',
    plant: (run) => editExport(run, (l) => l.slice(0, -1), true),
  },
  {
    what: 'a result that holds a row twice',
    found: 'P2 row-order',
    plant: (run) =>
      replaceResult(run, 0, [
        { row: 0, text: 'one' },
        { row: 0, text: 'one' },
      ]),
  },
  {
    what: 'results out of order across partitions',
    found: 'P2 row-order',
    plant: (run) =>
      replaceResult(run, 0, [
        { row: 0, text: 'one' },
        { row: 9, text: 'nine' },
      ]),
  },
  {
    what: 'another hash than the undisturbed run',
    found: 'P2 expected-sha256',
    plant: () => undefined,
    options: () => ({ expectSha256: '0'.repeat(64) }),
  },
  {
    what: 'a ledger that is off by one',
    found: 'P3 ledger-open',
    plant: (run) =>
      editJson(run, `${CHECKPOINT}.json`, (r) => Object.assign(r['ledger'] as Loose, { rejected: 1 })),
  },
  {
    what: 'an op that takes more rows than the one before gave',
    found: 'P3 chain',
    plant: (run) => editJson(run, `${CHECKPOINT}.json`, (r) => Object.assign(r, { rows_in: 4 })),
  },
  {
    what: 'a row that was lost without being counted',
    found: 'P3 row-lost',
    plant: (run) => replaceResult(run, 1, [{ row: 5, text: 'six' }]),
  },
  {
    what: 'a row in a result that was never in its partition',
    found: 'P3 row-foreign',
    plant: (run) =>
      replaceResult(run, 1, [
        { row: 5, text: 'six' },
        { row: 7, text: 'seven' },
      ]),
  },
  {
    what: 'a quarantined row that is exported all the same',
    found: 'P3 quarantine-row',
    plant: (run) =>
      replaceResult(run, 0, [
        { row: 0, text: 'one' },
        { row: 1, text: CANARY },
      ]),
  },
  {
    what: 'a quarantine file that lacks its line',
    found: 'P3 quarantine-lines',
    plant: (run) => fs.truncateSync(at(run, 'quarantine/partition_000000.jsonl')),
  },
  {
    what: 'a wrong total in the summary',
    found: 'P3 total-summary',
    plant: (run) =>
      editJson(run, 'logs/processing_summary.json', (s) =>
        Object.assign(s['ledger'] as Loose, { rejected: 2, rows_out: 3 }),
      ),
  },
  {
    what: 'a wrong count in the metrics',
    found: 'P3 total-ops',
    plant: (run) =>
      editJson(run, 'logs/performance_metrics.json', (m) =>
        Object.assign((m['ops'] as Loose[])[1] ?? {}, { count: 1 }),
      ),
  },
  {
    what: 'a wrong status in the final mapping',
    found: 'P3 total-mapping',
    plant: (run) =>
      editJson(run, 'metadata/final_mapping_report.json', (m) =>
        Object.assign((m['partitions'] as Loose[])[0] ?? {}, { status: 'failed' }),
      ),
  },
  {
    what: 'partitions that overlap',
    found: 'P3 row-ranges',
    plant: (run) => {
      editJson(run, 'metadata/dataset_mapping.json', (m) => {
        const [source] = (m['partitions'] as { sources: Loose[] }[])[1]?.sources ?? [];
        Object.assign(source ?? {}, { row_start: 2 });
      });
      resealMapping(run);
    },
  },
  {
    what: 'a mapping that was changed after the plan',
    found: 'P3 mapping-sha256',
    plant: (run) =>
      editJson(run, 'metadata/dataset_mapping.json', (m) => Object.assign(m, { strategy: 'size' })),
  },
  {
    what: 'an input that was changed',
    found: 'P3 input-sha256',
    plant: (run) => flipBit(run.input),
    options: (run) => ({ input: run.input }),
  },
];
