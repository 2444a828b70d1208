/** Damage to what a run says about itself: records, events, history, privacy (P5, P6, P10). */
import fs from 'node:fs';
import {
  at,
  dropEvent,
  editEvents,
  editJson,
  flipBit,
  replaceResult,
  type Loose,
  type Plant,
} from './plant.js';
import { CANARY } from './synthetic-rows.js';
import type { SyntheticRun } from './synthetic-run.js';

const CHECKPOINT = 'checkpoints/partition_000000/op_000_whitespace_normalization_mapper';

/** Each of them is planted alone. */
export const STORY_PLANTS: Plant[] = [
  {
    what: 'a bit flipped in a checkpoint',
    found: 'P5 file-sha256',
    plant: (run) => flipBit(at(run, `${CHECKPOINT}.parquet`)),
  },
  {
    what: 'a missing record',
    found: 'P5 record-missing',
    plant: (run) => fs.rmSync(at(run, `${CHECKPOINT}.json`)),
  },
  {
    what: 'a checkpoint without its record',
    found: 'P5 file-without-record',
    plant: (run) => fs.rmSync(at(run, `${CHECKPOINT}.json`)),
  },
  {
    what: 'a record without its checkpoint',
    found: 'P5 file-missing',
    plant: (run) => fs.rmSync(at(run, `${CHECKPOINT}.parquet`)),
  },
  {
    what: 'a summary of checkpoints that lacks one',
    found: 'P5 metadata-differs',
    plant: (run) =>
      editJson(run, 'checkpoints/partition_000000/metadata.json', (m) => (m['checkpoints'] as Loose[]).pop()),
  },
  {
    what: 'a fingerprint that two partitions share',
    found: 'P5 fingerprint-twice',
    plant: (run) =>
      copyFingerprint(run, `${CHECKPOINT}.json`, `${CHECKPOINT.replace('000000', '000001')}.json`),
  },
  {
    what: 'a fingerprint that two links of a chain share',
    found: 'P5 fingerprint-chain',
    plant: (run) => copyFingerprint(run, 'partitions/partition_000000.json', `${CHECKPOINT}.json`),
  },
  {
    what: 'a checkpoint of another run of which no event tells',
    found: 'P6 checkpoint-reused',
    plant: (run) => editJson(run, `${CHECKPOINT}.json`, (r) => Object.assign(r, { reused_from: 'other' })),
  },
  {
    what: 'a record of another run',
    found: 'P5 record-place',
    plant: (run) => editJson(run, `${CHECKPOINT}.json`, (r) => Object.assign(r, { run_id: 'other' })),
  },
  {
    what: 'a result that is not the last checkpoint',
    found: 'P5 result-origin',
    plant: (run) =>
      replaceResult(run, 0, [
        { row: 0, text: 'one' },
        { row: 2, text: 'other' },
      ]),
  },
  {
    what: 'a completion without its start',
    found: 'P6 operation-start',
    plant: (run) => dropEvent(run, { event_type: 'OPERATION_START' }),
  },
  {
    what: 'a start without its end',
    found: 'P6 operation-end',
    plant: (run) => dropEvent(run, { event_type: 'OPERATION_COMPLETE' }),
  },
  {
    what: 'a retry without an error',
    found: 'P6 operation-retry',
    plant: (run) => dropEvent(run, { event_type: 'OPERATION_ERROR' }),
  },
  {
    what: 'an error without its retry',
    found: 'P6 operation-retry',
    plant: (run) => dropEvent(run, { event_type: 'OPERATION_RETRY' }),
  },
  {
    what: 'an attempt that is missing',
    found: 'P6 attempt-gap',
    plant: (run) =>
      editEvents(run, (events) => events.filter((e) => e['attempt'] !== 1 || e['partition_id'] !== 1)),
  },
  {
    what: 'a partition without its end',
    found: 'P6 partition-end',
    plant: (run) => dropEvent(run, { event_type: 'PARTITION_COMPLETE' }),
  },
  {
    what: 'a run without its start',
    found: 'P6 processing-start',
    plant: (run) => dropEvent(run, { event_type: 'PROCESSING_START' }),
  },
  {
    what: 'an end that is not the verdict',
    found: 'P6 processing-verdict',
    plant: (run) => editEvents(run, (e) => e.with(-1, { ...e.at(-1), event_type: 'PROCESSING_ERROR' })),
  },
  {
    what: 'a checkpoint without its event',
    found: 'P6 checkpoint-save',
    plant: (run) => dropEvent(run, { event_type: 'CHECKPOINT_SAVE' }),
  },
  {
    what: 'a source that is named twice',
    found: 'P6 source-twice',
    plant: (run) => editEvents(run, (e) => [...e, e.at(-1) ?? {}]),
  },
  {
    what: 'a line without one of its fields',
    found: 'P6 event-field',
    plant: (run) => editEvents(run, ([first, ...rest]) => [omit(first ?? {}, 'stack_trace'), ...rest]),
  },
  {
    what: 'a line about another partition than its source',
    found: 'P6 source-partition',
    plant: (run) =>
      editEvents(run, (e) => e.map((l) => (l['partition_id'] === 1 ? { ...l, partition_id: 0 } : l))),
  },
  {
    what: 'lines out of order',
    found: 'P6 event-order',
    plant: (run) => editEvents(run, (e) => e.toReversed()),
  },
  {
    what: 'rows in an event that differ from the record',
    found: 'P6 operation-rows',
    plant: (run) =>
      editEvents(run, (events) =>
        events.map((e) => ({
          ...e,
          performance_metrics: e['performance_metrics'] && { rows_in: 9, rows_out: 9, rows_per_second: null },
        })),
      ),
  },
  {
    what: 'a source that history does not know',
    found: 'P6 source-unknown',
    plant: (run) => writeHistory(run, ''),
    options: (run) => ({ historyFiles: [at(run, '../history.json')] }),
  },
  {
    what: 'a canary in an event',
    found: 'P10 canary',
    plant: (run) =>
      editEvents(run, ([first, ...rest]) => [{ ...first, message: `row ${CANARY} failed` }, ...rest]),
  },
  {
    what: 'a canary in a record',
    found: 'P10 canary',
    plant: (run) => editJson(run, 'results/partition_000000.json', (r) => Object.assign(r, { note: CANARY })),
  },
  {
    what: 'a canary in a payload of history',
    found: 'P10 canary',
    plant: (run) => writeHistory(run, JSON.stringify({ row: CANARY })),
    options: (run) => ({ historyFiles: [at(run, '../history.json')] }),
  },
  {
    what: 'a canary in a log',
    found: 'P10 canary',
    plant: (run) => fs.writeFileSync(at(run, '../worker.log'), `failed at ${CANARY}\n`),
    options: (run) => ({ logFiles: [at(run, '../worker.log')] }),
  },
  {
    what: 'a quarantine file that others may read',
    found: 'P10 mode',
    plant: (run) => fs.chmodSync(at(run, 'quarantine/partition_000000.jsonl'), 0o644),
  },
];

function copyFingerprint(run: SyntheticRun, from: string, to: string): void {
  const { fingerprint } = JSON.parse(fs.readFileSync(at(run, from), 'utf8')) as Loose;
  editJson(run, to, (record) => Object.assign(record, { fingerprint }));
}

/** A history of the parent's execution that ends after its first event. */
function writeHistory(run: SyntheticRun, payload: string): void {
  const data = Buffer.from(`before ${payload}`).toString('base64');
  const started = { originalExecutionRunId: 'execution', input: { payloads: [{ data }] } };
  const events = [{ eventId: '1', workflowExecutionStartedEventAttributes: started }];
  fs.writeFileSync(at(run, '../history.json'), JSON.stringify({ events }));
}

function omit(event: Loose, key: string): Loose {
  return Object.fromEntries(Object.entries(event).filter(([k]) => k !== key));
}
