/** `juicer inspect` and `juicer quarantine` over a real run. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  BROKEN_ROW,
  FAULTS,
  ID,
  lookedAtRun,
  OP,
  POISON,
  POISON_ROW,
  type LookedAtRun,
  type Rows,
} from './look-support.js';

let run: LookedAtRun;
before(async () => {
  run = await lookedAtRun();
});
after(() => run.w.remove());

describe('juicer inspect', () => {
  it('shows rows with their numbers, stats and exact JSON', async () => {
    const { rows } = await run.json<Rows>(['inspect', ID, '--partition', '2', '--limit', '2', '--stats']);
    assert.equal(rows.length, 2);
    for (const { row, json: line, stats } of rows) {
      assert.ok(row >= 120 && row < 180);
      assert.ok(run.w.read('out/look.jsonl').split('\n').includes(line));
      assert.deepEqual(Object.keys(stats ?? {}), ['text_len', 'lang', 'lang_score']);
    }
  });

  it('prints no control character of a row, in no form of output', async () => {
    const args = ['inspect', ID, 'rows', '--partition', '1', '--op', 'partition', '--limit', '60'];
    for (const form of ['text', 'json', 'jsonl']) {
      const { stdout } = await run.ended([...args, '-o', form], 0);
      assert.match(stdout, new RegExp(POISON));
      assert.doesNotMatch(stdout, /[\u001b\u0080-\u009f]/);
    }
  });

  it('shows the columns with types and nulls', async () => {
    const { columns } = await run.json<{ columns: { name: string; type: string; nulls: number }[] }>([
      'inspect',
      ID,
      'schema',
      '--partition',
      '1',
      '--op',
      'partition',
    ]);
    assert.deepEqual(
      columns.map((c) => [c.name, c.type, c.nulls]),
      [
        ['__dj__row__', 'int64', 0],
        ['__dj__layout__', 'int32', 0],
        ['id', 'int64', 1],
        ['text', 'utf8', 0],
        ['meta', 'json', 1],
      ],
    );
  });

  it('tells the difference between two ops: which rows went and why, which texts changed', async () => {
    const diff = await run.json<Diff>(['inspect', ID, 'diff', '--partition', '1', '--limit', '1000']);
    assert.equal(diff.rows_before - diff.rows_after, diff.dropped_rows);
    assert.equal(diff.dropped.length, diff.dropped_rows);
    const poison = diff.dropped.find((d) => d.row === POISON_ROW);
    assert.deepEqual(poison, {
      row: POISON_ROW,
      outcome: 'quarantined',
      op: OP,
      op_index: 0,
      stats: null,
      reason: 'op_threw',
    });
    for (const { outcome, op, stats } of diff.dropped.filter((d) => d.row !== POISON_ROW)) {
      assert.equal(outcome, 'rejected');
      if (op === 'text_length_filter')
        assert.ok(Number(stats?.['text_len']) < 50 || Number(stats?.['text_len']) > 2000);
      else assert.ok(stats?.['lang'] !== 'en' || Number(stats['lang_score']) < 0.8);
    }
    const mapped = await run.json<Diff>([
      'inspect',
      ID,
      'diff',
      '--partition',
      '1',
      '--from-op',
      'partition',
      '--to-op',
      OP,
    ]);
    assert.ok(mapped.changed_rows > 0);
    for (const { before, after } of mapped.changed) assert.notEqual(before, after);
    assert.match(
      (await run.ended(['inspect', ID, 'diff', '--partition', '1', '--from-op', '2'], 2)).stderr,
      /not before/,
    );
  });

  it('tells the fate of a row: kept with its line in the export, rejected, quarantined while read or by an op', async () => {
    const exported = run.w.read('out/look.jsonl').split('\n');
    const { rows } = await run.json<Rows>(['inspect', ID, 'rows', '--partition', '3', '--limit', '1']);
    const kept = await run.json<Fate>(['inspect', ID, 'row', '--id', String(rows[0]?.row)]);
    assert.equal(kept.end, 'kept');
    assert.equal(exported[(kept.exported_line ?? 0) - 1], rows[0]?.json);
    assert.deepEqual(
      kept.steps.map((s) => s.op_index),
      [-1, 0, 1, 2],
    );
    const broken = await run.json<Fate>(['inspect', ID, 'row', '--id', String(BROKEN_ROW)]);
    assert.deepEqual(broken.steps, [
      { op_index: -1, op: 'partition', fate: 'quarantined', text: null, stats: null, reason: 'invalid_json' },
    ]);
    assert.equal(broken.source?.line, BROKEN_ROW + 1);
    const poisoned = await run.json<Fate>(['inspect', ID, 'row', '--id', String(POISON_ROW)]);
    assert.equal(poisoned.end, 'quarantined');
    assert.deepEqual(
      poisoned.steps.map((s) => [s.op_index, s.fate]),
      [
        [-1, 'present'],
        [0, 'quarantined'],
      ],
    );
    const { dropped } = await run.json<Diff>(['inspect', ID, 'diff', '--partition', '4']);
    const rejected = await run.json<Fate>(['inspect', ID, 'row', '--id', String(dropped[0]?.row)]);
    assert.equal(rejected.end, 'rejected');
    const last = rejected.steps.at(-1);
    assert.deepEqual([last?.op, last?.stats], [dropped[0]?.op, dropped[0]?.stats]);
    assert.match(
      (await run.ended(['inspect', ID, 'row', '--id', '294'], 2)).stderr,
      /has no row 294: it has 0 to 293/,
    );
  });
});

describe('juicer quarantine', () => {
  it('shows where each row came from and why it is there; its text only when asked for', async () => {
    const plain = await run.ended(['quarantine', ID], 0);
    assert.match(plain.stdout, /^ +0 +3 +\S*in\.jsonl:4 +- +invalid_json +1 +SyntaxError$/m);
    assert.match(
      plain.stdout,
      new RegExp(`^ +1 +70 +\\S*in\\.jsonl:71 +${OP} +op_threw +1 +TypeError$`, 'm'),
    );
    for (const form of ['text', 'json', 'jsonl'])
      assert.doesNotMatch((await run.ended(['quarantine', ID, '-o', form], 0)).stdout, /poisoned|broken/);
    const { rows } = await run.json<{ rows: { raw: string }[] }>([
      'quarantine',
      ID,
      'show',
      '--op',
      OP,
      '--rows',
    ]);
    assert.equal(rows.length, 1);
    assert.match((JSON.parse(rows[0]?.raw ?? '') as { text: string }).text, new RegExp(`^${POISON}`));
    assert.doesNotMatch((await run.ended(['quarantine', ID, '--rows'], 0)).stdout, /[\u001b\u0080-\u009f]/);
  });

  it('replays a row through its op: exit 0 when it passes now, 3 when it fails as before', async () => {
    const args = ['quarantine', ID, 'replay', '--row', String(POISON_ROW)];
    const now = async (code: number, env = {}): Promise<unknown> =>
      (await run.json<{ rows: { now: string }[] }>(args, code, env)).rows.map((r) => r.now);
    assert.deepEqual(await now(0), ['passes']);
    assert.deepEqual(await now(3, { JUICER_FAULTS: FAULTS }), ['throws']);
    const all = await run.json<{ failing: number; rows: { now: string }[] }>(['quarantine', ID, 'replay'], 3);
    assert.deepEqual(
      all.rows.map((r) => r.now),
      ['unreadable', 'passes'],
    );
    assert.equal(all.failing, 1);
    assert.match(
      (await run.ended(['quarantine', ID, 'replay', '--row', '0'], 2)).stderr,
      /row 0 is not quarantined/,
    );
  });
});

interface Diff {
  rows_before: number;
  rows_after: number;
  dropped_rows: number;
  changed_rows: number;
  dropped: {
    row: number;
    outcome: string;
    op: string;
    op_index: number;
    stats: Record<string, unknown> | null;
    reason: string | null;
  }[];
  changed: { row: number; before: string; after: string }[];
}

interface Fate {
  end: string;
  exported_line: number | null;
  source: { line: number } | null;
  steps: { op_index: number; op: string; fate: string; stats: Record<string, unknown> | null }[];
}
