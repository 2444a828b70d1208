/** The report's value: what it says of a run is what events and records say. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { EVERY, isParked, syntheticEvents, writeSyntheticRun } from '../../../bench/report/synthetic-run.js';
import { ledgerCloses } from '../../../src/model/ledger.js';
import { reportData } from '../../../src/report/data/report-data.js';
import type { ReportData } from '../../../src/report/data/value.js';
import { syntheticRuns } from '../synthetic-data.js';
import { localStore } from '../../../src/storage/local-store.js';

const runs = syntheticRuns();
const { dataOf } = runs;
after(() => runs.remove());

describe('the report of a small run', () => {
  let data: ReportData;
  before(async () => {
    data = await dataOf(6, 50);
  });

  it('has a ledger that closes and is the sum of the partitions that are done', () => {
    assert.ok(ledgerCloses(data.ledger));
    assert.deepEqual(
      { in: data.ledger.rows_in, out: data.ledger.rows_out, rejected: data.ledger.rejected },
      { in: 6 * 50, out: 6 * (50 - 24), rejected: 6 * 24 },
    );
  });

  it('hands the rows on from op to op', () => {
    for (const [i, op] of data.ops.entries()) {
      assert.ok(ledgerCloses(op), op.name);
      assert.equal(op.partitions, 6);
      if (i > 0) assert.equal(op.rows_in, data.ops[i - 1]?.rows_out);
    }
  });

  it('has each measured row of a filter in exactly one bin, with what the filter did to it', () => {
    const filter = data.filters[0];
    assert.ok(filter?.whole);
    assert.equal(filter.measured, 300);
    const stat = filter.stats[0];
    assert.equal(stat?.kind, 'number');
    assert.ok(stat.kind === 'number');
    assert.equal(stat.count, 300);
    assert.equal(
      stat.histogram.reduce((sum, b) => sum + b.rows, 0),
      300,
    );
    const kept = stat.histogram.reduce((sum, b) => sum + b.kept, 0);
    for (const t of stat.thresholds) assert.equal(t.kept_now, kept / 300);
    assert.deepEqual(
      stat.thresholds.map((t) => t.param),
      ['min_len', 'max_len'],
    );
  });

  it('knows that a lower bound of nothing keeps more, and that a higher one never keeps more', () => {
    const stat = data.filters[0]?.stats[0];
    assert.ok(stat?.kind === 'number');
    const curve = stat.thresholds[0]?.curve ?? [];
    assert.ok(curve.length > 10);
    for (const [i, point] of curve.entries()) if (i > 0) assert.ok(point.kept <= (curve[i - 1]?.kept ?? 0));
  });

  it('counts attempts, and names what went wrong where', () => {
    assert.deepEqual(data.attempts, { total: 25, failed: 1, lost: 1, retries: 1 });
    const marked = data.timeline.rows.filter((row) => row.marks.length > 0);
    assert.deepEqual(
      marked.map((row) => [row.partition, row.marks.map((m) => m.kind)]),
      [[1, ['lost']]],
    );
  });

  it('lists the workers and what they used over time', () => {
    assert.deepEqual(data.environment.workers.map((w) => w.name).sort(), [
      'host:0',
      'host:1',
      'host:2',
      'host:3',
    ]);
    assert.ok(data.resources.cpu_percent.some((p) => p !== null && p > 50));
  });
});

describe('the report of a run of two thousand partitions', () => {
  let data: ReportData;
  before(async () => {
    data = await dataOf(2000, 8);
  });

  it('keeps every troubled partition on a timeline of a few hundred, and says how it chose', () => {
    const shown = new Set(data.timeline.rows.map((row) => row.partition));
    const troubled = Array.from({ length: 2000 }, (_, p) => p).filter(
      (p) => p % EVERY.failed === 1 || p % EVERY.lost === 1 || isParked(p),
    );
    assert.deepEqual(
      troubled.filter((p) => !shown.has(p)),
      [],
    );
    const { troubled: t, slowest, even } = data.timeline.chosen;
    assert.equal(t, troubled.length);
    assert.equal(t + slowest + even, data.timeline.rows.length);
    assert.ok(data.timeline.rows.length <= 300 && data.timeline.total === 2000);
  });

  it('bins the map of partitions, so that every partition is in one bin', () => {
    assert.ok(data.heat.bins.length <= 200);
    assert.equal(data.heat.bins[0]?.from, 0);
    assert.equal(data.heat.bins.at(-1)?.to, 1999);
    for (const [i, bin] of data.heat.bins.entries())
      if (i > 0) assert.equal(bin.from, (data.heat.bins[i - 1]?.to ?? 0) + 1);
  });

  it('measures a sample of the rows, and says so', () => {
    const filter = data.filters[0];
    assert.ok(filter && !filter.whole && filter.measured > 0 && filter.measured < filter.entered);
  });
});

describe('the report of a run of which little is there', () => {
  it('is made of nothing but a folder, and says what is not known', async () => {
    const dir = runs.folder();
    const data = await reportData([], { runId: 'r', store: localStore(dir) });
    assert.equal(data.run.status, 'unknown');
    assert.equal(data.plan, null);
    assert.equal(data.notes.length, 2);
  });

  it('says why filters are not measured when the input has changed', async () => {
    const dir = runs.folder();
    const run = { dir, partitions: 2, rows: 5 };
    writeSyntheticRun(run);
    fs.writeFileSync(path.join(dir, 'input.jsonl'), '{"text":"other"}\n');
    const data = await reportData(syntheticEvents(run), { runId: 'r', store: localStore(dir) });
    assert.match(data.filters_missing ?? '', /not there any more/);
    assert.equal(data.ledger.rows_in, 10);
  });

  it('has a run without rows and without partitions', async () => {
    const data = await dataOf(0, 0);
    assert.equal(data.run.status, 'done');
    assert.equal(data.ledger.rows_in, 0);
    assert.deepEqual(data.timeline.rows, []);
  });
});
