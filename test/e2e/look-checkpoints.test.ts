/** `juicer checkpoints` over a real run, and over damaged copies of its folder. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readJson, writeJson } from '../../src/storage/json-file.js';
import { localStore } from '../../src/storage/local-store.js';
import { jsonLines } from './artefacts.js';
import { checkpoint, ID, lookedAtRun, OP, POISON_ROW, type LookedAtRun, type Rows } from './look-support.js';

let run: LookedAtRun;
before(async () => {
  run = await lookedAtRun();
});
after(() => run.w.remove());

describe('juicer checkpoints', () => {
  it('lists each checkpoint of each partition by its record', async () => {
    const { checkpoints } = await run.json<{ checkpoints: Record<string, unknown>[] }>(['checkpoints', ID]);
    assert.equal(checkpoints.length, 5 * 4);
    assert.deepEqual(new Set(checkpoints.map((c) => c['state'])), new Set(['recorded']));
    const { checkpoints: some } = await run.json<{
      checkpoints: { index: number; rows: number; bytes: number }[];
    }>(['checkpoints', ID, 'list', '--partition', '1']);
    assert.deepEqual(
      some.map((c) => c.index),
      [-1, 0, 1, 2],
    );
    assert.deepEqual(
      some.slice(0, 2).map((c) => c.rows),
      [60, 59],
    );
    assert.equal(some[1]?.bytes, fs.statSync(checkpoint(run.dir, `op_000_${OP}`)).size);
    assert.match(
      (await run.ended(['checkpoints', ID], 0)).stdout,
      /^ +1 +0 +whitespace_normalization_mapper +59 /m,
    );
  });

  it('verifies a sound run with exit 0, and names each bad file of a damaged one with exit 1', async () => {
    const sound = await run.json<{ checked: number; bad: unknown[] }>(['checkpoints', ID, 'verify']);
    // Four checkpoints and a result of each partition, two lots of quarantined rows beside and below them, the export.
    assert.deepEqual(sound.bad, []);
    assert.equal(sound.checked, 5 * 5 + 4 + 1);
    const copy = run.copy('damaged');
    flipByte(checkpoint(copy, 'op_001_text_length_filter'));
    fs.rmSync(checkpoint(copy, `op_000_${OP}`, 'json'));
    fs.truncateSync(path.join(copy, 'results/partition_000004_processed.parquet'), 100);
    const { bad } = await run.json<{ bad: { path: string; problem: string }[] }>(
      ['checkpoints', copy, 'verify'],
      1,
    );
    assert.deepEqual(
      bad.map((b) => [path.basename(b.path), b.problem.replace(/has \d+.*/, 'has N')]),
      [
        [`op_000_${OP}.json`, 'it is missing'],
        ['op_001_text_length_filter.parquet', 'its sha256 differs from its record'],
        ['partition_000004_processed.parquet', 'it has N'],
      ],
    );
    assert.equal((await run.ended(['checkpoints', copy, 'verify', '--partition', '0'], 0)).stdout, '');
  });

  it('gc shows what no record names, and removes it only with --yes; what was set aside stays unless it is named', async () => {
    const copy = run.copy('littered');
    const litter = [
      'checkpoints/partition_000002/.tmp-abc-0',
      'results/.tmp-def-1',
      'partitions/partition_000009.parquet',
    ];
    for (const name of [...litter, 'set_aside/checkpoints/x.parquet.0']) {
      fs.mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
      fs.writeFileSync(path.join(copy, name), 'left');
    }
    const before = fs.readdirSync(copy, { recursive: true }).length;
    const shown = await run.json<{ removed: boolean; files: { path: string }[] }>([
      'checkpoints',
      copy,
      'gc',
    ]);
    const expected = litter.map((name) => path.join(copy, name)).sort();
    assert.deepEqual(shown.files.map((f) => f.path).sort(), expected);
    assert.equal(fs.readdirSync(copy, { recursive: true }).length, before);
    const removed = await run.json<{ removed: boolean; files: { path: string }[] }>([
      'checkpoints',
      copy,
      'gc',
      '--yes',
    ]);
    assert.deepEqual(removed, { ...shown, removed: true });
    assert.equal(fs.readdirSync(copy, { recursive: true }).length, before - litter.length);
    assert.deepEqual(
      (await run.json<Rows & { files: unknown[] }>(['checkpoints', copy, 'gc', '--yes'])).files,
      [],
    );
    const aside = await run.json<{ files: unknown[] }>(['checkpoints', copy, 'gc', '--set-aside', '--yes']);
    assert.equal(aside.files.length, 1);
    await run.ended(['checkpoints', copy, 'verify'], 0);
    fs.rmSync(path.join(copy, 'logs/processing_summary.json'));
    assert.match((await run.ended(['checkpoints', copy, 'gc', '--yes'], 6)).stderr, /it may be open/);
  });

  it('exports the rows of a checkpoint as they are, and replaces no file without --yes', async () => {
    const target = run.w.path('rows.jsonl');
    const args = [
      'checkpoints',
      ID,
      'export',
      '--partition',
      '1',
      '--op',
      'language_id_score_filter',
      '--to',
      target,
    ];
    const { rows } = await run.json<{ rows: number }>(args);
    const exported = run.w.read('out/look.jsonl');
    assert.ok(rows > 0);
    assert.ok(exported.includes(run.w.read('rows.jsonl')));
    run.w.write('rows.jsonl', 'mine');
    assert.match((await run.ended(args, 6)).stderr, /is there already \(--yes replaces it\)/);
    assert.equal(run.w.read('rows.jsonl'), 'mine');
    await run.ended([...args, '--yes'], 0);
    for (const own of [checkpoint(run.dir, `op_000_${OP}`), run.w.path('in.jsonl')])
      await run.ended([...args.slice(0, -1), own, '--yes'], 2);
    assert.equal(jsonLines(run.w.read('rows.jsonl')).length, rows);
  });

  it('takes a file that was removed on purpose for no damage, and removes it where that was broken off', async () => {
    const copy = run.copy('cleaned');
    const store = localStore(copy);
    for (const stem of [`op_000_${OP}`, 'op_001_text_length_filter']) {
      const name = `checkpoints/partition_000001/${stem}.json`;
      writeJson(store, name, { ...readJson(store, name), cleaned: true });
    }
    fs.rmSync(checkpoint(copy, `op_000_${OP}`));
    const { files } = await run.json<{ files: { path: string }[] }>(['checkpoints', copy, 'gc', '--yes']);
    assert.deepEqual(
      files.map((f) => f.path),
      [checkpoint(copy, 'op_001_text_length_filter')],
    );
    await run.ended(['checkpoints', copy, 'verify'], 0);
    const list = ['checkpoints', copy, 'list', '--partition', '1'];
    const { checkpoints } = await run.json<{ checkpoints: { state: string }[] }>(list);
    assert.deepEqual(
      checkpoints.map((c) => c.state),
      ['recorded', 'cleaned', 'cleaned', 'recorded'],
    );
  });

  it('gives the same rows where a checkpoint is lost: they are worked out from what stands', async () => {
    const copy = run.copy('lost');
    for (const op of [`op_000_${OP}`, 'op_001_text_length_filter']) fs.rmSync(checkpoint(copy, op));
    const args = ['rows', '--partition', '1', '--op', '1', '--limit', '1000', '--stats'];
    const [stands, lost] = [
      await run.json<Rows>(['inspect', ID, ...args]),
      await run.ended(['inspect', copy, ...args, '-o', 'json'], 0),
    ];
    assert.match(
      lost.stderr,
      /^op 1 has no valid checkpoint: its rows were worked out from the rows as read$/m,
    );
    const without = (rows: Rows): unknown => rows.rows.filter((r) => r.row !== POISON_ROW);
    assert.deepEqual(without(JSON.parse(lost.stdout) as Rows), without(stands));
  });

  it('refuses an action or a flag that means nothing, and what is out of range', async () => {
    assert.match((await run.ended(['checkpoints', ID, 'verfy'], 2)).stderr, /did you mean verify\?/);
    assert.match(
      (await run.ended(['checkpoints', ID, 'list', '--to', 'x'], 2)).stderr,
      /--to means nothing to list/,
    );
    assert.match(
      (await run.ended(['checkpoints', ID, '--partition', '5'], 2)).stderr,
      /has no partition 5: it has 0 to 4/,
    );
    const op = ['export', '--to', 'x', '--partition', '0', '--op', '3'];
    assert.match((await run.ended(['checkpoints', ID, ...op], 2)).stderr, /has no op "3" \(give -1 .* to 2:/);
    assert.equal(fs.existsSync(run.w.path('x')), false);
  });
});

function flipByte(file: string): void {
  const bytes = fs.readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}
