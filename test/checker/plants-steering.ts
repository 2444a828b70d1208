/** Damage to what a run says of partitions that were left out, parked, given up, stopped or made again. */
import fs from 'node:fs';
import { dropEvent, editEvents, editJson, type Loose, type Plant, at } from './plant.js';
import { givenUp, parked, rerun, skipped, steer, yielded } from './steered-run.js';

const SKIPPED = 'results/partition_000001.json';

/** Each of them is planted alone, in a run that was steered. */
export const STEERING_PLANTS: Plant[] = [
  {
    what: 'rows of a skipped partition that are exported all the same',
    found: 'P2 row-count',
    plant: (run) => skipped(run, { keepExport: true }),
  },
  {
    what: 'a skipped partition whose record has another number of rows',
    found: 'P3 skipped-rows',
    plant: (run) => {
      skipped(run);
      editJson(run, SKIPPED, (r) => Object.assign(r, { rows: 3 }));
    },
  },
  {
    what: 'a skipped partition that does not say why',
    found: 'P5 skipped-reason',
    plant: (run) => {
      skipped(run);
      editJson(run, SKIPPED, (r) => Object.assign(r, { failure: {} }));
    },
  },
  {
    what: 'a skipped partition that has a result',
    found: 'P5 skipped-result',
    plant: (run) => {
      skipped(run);
      editJson(run, SKIPPED, (r) => Object.assign(r, { result: {} }));
    },
  },
  {
    what: 'a skipped partition of which no line tells',
    found: 'P6 skipped',
    plant: (run) => {
      skipped(run);
      dropEvent(run, { event_type: 'WARNING', partition_id: 1 });
    },
  },
  {
    what: 'a skipped partition that the final mapping calls done',
    found: 'P3 total-mapping',
    plant: (run) => {
      skipped(run);
      editJson(run, 'metadata/final_mapping_report.json', (m) =>
        Object.assign((m['partitions'] as Loose[])[1] ?? {}, { status: 'done' }),
      );
    },
  },
  {
    what: 'skipped partitions that the summary does not count',
    found: 'P3 total-summary',
    plant: (run) => {
      skipped(run);
      editJson(run, 'logs/processing_summary.json', (s) =>
        Object.assign(s['counts'] as Loose, { skipped: 0 }),
      );
    },
  },
  {
    what: 'a record of a partition with a status of its own',
    found: 'P5 record-status',
    plant: (run) => editJson(run, SKIPPED, (r) => Object.assign(r, { status: 'nearly' })),
  },
  {
    what: 'a result of another fingerprint than its last checkpoint',
    found: 'P5 result-origin',
    plant: (run) => editJson(run, SKIPPED, (r) => Object.assign(r, { fingerprint: 'a'.repeat(64) })),
  },
  {
    what: 'a run that waits, with a manifest',
    found: 'P1 manifest-without-verdict',
    plant: (run) => parked(run, { keepManifest: true }),
  },
  {
    what: 'a run that waits, and has an end',
    found: 'P6 processing-end',
    plant: (run) => {
      parked(run);
      steer(run, [{ event_type: 'PROCESSING_COMPLETE' }]);
    },
  },
  {
    what: 'a partition that is parked without an error',
    found: 'P6 partition-parked',
    plant: (run) => {
      parked(run);
      dropEvent(run, { event_type: 'PARTITION_ERROR' });
    },
  },
  {
    what: 'a partition that the final mapping calls parked, and its last line failed',
    found: 'P6 partition-state',
    plant: (run) => {
      parked(run);
      dropEvent(run, { event_type: 'PARTITION_PARKED' });
    },
  },
  {
    what: 'a partition that is not worked on when the run waits',
    found: 'P3 total-mapping',
    plant: (run) => {
      parked(run);
      editJson(run, 'metadata/final_mapping_report.json', (m) =>
        Object.assign((m['partitions'] as Loose[])[1] ?? {}, { status: 'not_started' }),
      );
    },
  },
  {
    what: 'a parked partition that the summary does not count',
    found: 'P3 total-summary',
    plant: (run) => {
      parked(run);
      editJson(run, 'logs/processing_summary.json', (s) =>
        Object.assign(s['counts'] as Loose, { parked: 0 }),
      );
    },
  },
  {
    what: 'a finished partition that is started again for no reason',
    found: 'P6 partition-again',
    plant: (run) => {
      rerun(run, 0);
      dropEvent(run, { event_type: 'RERUN' });
    },
  },
  {
    what: 'a finished op that is run again for no reason',
    found: 'P4 redone',
    plant: (run) => {
      rerun(run, 0);
      dropEvent(run, { event_type: 'RERUN' });
    },
  },
  {
    what: 'an op before the one that a rerun begins with, run again',
    found: 'P4 redone',
    plant: (run) => {
      rerun(run, 0);
      editEvents(run, (events) =>
        events.map((e) => (e['event_type'] === 'RERUN' ? { ...e, metadata: { from_op: 1 } } : e)),
      );
    },
  },
  {
    what: 'an execution of a partition that starts twice',
    found: 'P6 partition-start',
    plant: (run) => {
      yielded(run);
      editEvents(run, (events) =>
        events.map((e) => (e['event_type'] === 'PAUSED' ? { ...e, event_type: 'PARTITION_START' } : e)),
      );
    },
  },
  {
    what: 'an execution of a partition that stops without a line',
    found: 'P6 partition-end',
    plant: (run) => {
      yielded(run);
      dropEvent(run, { event_type: 'PAUSED', partition_id: 0 });
    },
  },
  {
    what: 'a steering line that comes from a partition',
    found: 'P6 steering-source',
    plant: (run) =>
      editEvents(run, (events) =>
        events.map((e) => (e['event_type'] === 'CHECKPOINT_SAVE' ? { ...e, event_type: 'TUNED' } : e)),
      ),
  },
  {
    what: 'a steering line that comes from no update',
    found: 'P6 steering-source',
    plant: (run) => {
      steer(run, [{ event_type: 'RESUMED' }]);
      const attributes = { originalExecutionRunId: 'execution' };
      const events = Array.from({ length: 40 }, (_, i) => ({
        eventId: String(i + 1),
        activityTaskStartedEventAttributes: {},
      }));
      const started = { eventId: '1', workflowExecutionStartedEventAttributes: attributes };
      fs.writeFileSync(at(run, '../history.json'), JSON.stringify({ events: [started, ...events.slice(1)] }));
    },
    options: (run) => ({ historyFiles: [at(run, '../history.json')] }),
  },
  {
    what: 'rows that were given up and yet go on',
    found: 'P3 given-up',
    plant: (run) => givenUp(run),
  },
  {
    what: 'a partition that was given up by nobody',
    found: 'P6 given-up',
    plant: (run) => {
      givenUp(run);
      dropEvent(run, { event_type: 'DECIDED' });
    },
  },
  {
    what: 'a record that was edited by hand',
    found: 'P5 record-seal',
    plant: (run) => {
      const seal = `{\n "index": 0,\n "record_sha256": "${'0'.repeat(64)}"\n}\n`;
      fs.writeFileSync(at(run, 'metadata/sealed.json'), seal);
    },
  },
];
