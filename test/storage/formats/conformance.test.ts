/** The suite that every form of a file passes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FileForm } from '../../../src/model/file-form.js';
import { tableCodec } from '../../../src/storage/formats/codec.js';
import type { Table } from '../../../src/table/column.js';
import { takeRows } from '../../../src/table/select.js';
import { contents, format, parse } from '../../table/support.js';
import { COMMON_LINES, FORMS, VALUES, hasCode, roundTrip, withStats } from './forms.js';
import { anyLines, oddLines } from './random-lines.js';

/** What parquetjs-lite has no place for: it refuses it. */
const REFUSED_BY_LITE = ['integers beyond 2^53, up to 64 bits', 'a negative zero in stats'];

function part(table: Table, from: number, to: number): Table['batches'][number] {
  const [batch] = table.batches;
  assert.ok(batch);
  return takeRows(
    batch,
    Uint32Array.from({ length: to - from }, (_, i) => from + i),
  );
}

/** Some thousand rows of all kinds, in one batch. */
const MANY = withStats(parse(Array.from({ length: 3 }, () => COMMON_LINES.join('\n')).join('\n')).table);

for (const [name, form] of Object.entries(FORMS)) {
  const codec = tableCodec(form);
  const isLite = form.engine === 'parquetjs-lite';

  for (const [kind, table] of Object.entries(VALUES)) {
    if (isLite && REFUSED_BY_LITE.includes(kind)) {
      test(`${name}: ${kind}: refused`, async () => {
        await assert.rejects(codec.encode(table), (error: unknown) => hasCode(error, 'E_LIMIT'));
      });
    } else
      test(`${name}: ${kind}: come back equal`, async () => {
        const back = await roundTrip(table, form);
        assert.deepEqual(contents(back), contents(table));
        assert.equal(format(back, { keepStats: true }), format(table, { keepStats: true }));
      });
  }

  test(`${name}: a table that lost all its rows keeps its columns and layouts`, async () => {
    const table = { layouts: MANY.layouts, batches: [part(MANY, 0, 0)] };
    assert.deepEqual(contents(await roundTrip(table, form)), contents(table));
  });

  test(`${name}: many rows come back in order`, async () => {
    const input = Array.from(
      { length: 10_003 },
      (_, i) => `{"text":"t${i}","n":${i},"s":${i % 9 === 0 ? 'null' : `"${i}"`}}\n`,
    ).join('');
    assert.equal(format(await roundTrip(parse(input).table, form)), input);
  });

  test(`${name}: any JSON, odd keys and numbers too, leaves as it came`, async () => {
    const property = (numRuns: number, lines: fc.Arbitrary<string>): Promise<void> =>
      fc.assert(
        fc.asyncProperty(lines, async (text) => {
          fc.pre(!isLite || !/\d{16}/.test(text)); // may be an integer beyond 2^53, which is refused
          const { table } = parse(text);
          const back = await roundTrip(table, form);
          assert.deepEqual(contents(back), contents(table));
          assert.equal(format(back), format(table));
        }),
        { numRuns },
      );
    await property(60, anyLines);
    await property(60, oddLines);
  });

  test(`${name}: equal rows give equal bytes, whichever batches and files they went through`, async () => {
    const whole = await codec.encode(MANY);
    assert.deepEqual(await codec.encode(MANY), whole);
    const rows = MANY.batches[0]?.rows ?? 0;
    const cuts = [0, 7, 11, rows - 1, rows];
    const pieces = cuts.slice(1).map((to, i) => part(MANY, cuts[i] as number, to));
    assert.deepEqual(await codec.encode({ layouts: MANY.layouts, batches: pieces }), whole);
    for (const other of Object.values(FORMS))
      assert.deepEqual(await codec.encode(await roundTrip(MANY, other)), whole);
  });

  test(`${name}: bytes that break off, of another kind or with bytes behind them are refused`, async () => {
    const whole = await codec.encode(MANY);
    const step = Math.max(1, Math.floor(whole.length / 300));
    for (let length = 0; length < whole.length; length += step)
      await refuses(form, whole.subarray(0, length));
    for (let cut = 1; cut < 40; cut++) await refuses(form, whole.subarray(0, -cut));
    await refuses(form, Buffer.from('nothing of ours, is it?\n'));
    for (const other of Object.values(FORMS)) {
      if (other.format !== form.format) await refuses(form, await tableCodec(other).encode(MANY));
    }
  });

  // These two libraries believe any length that they read, and fill the memory. Nobody decodes what was not hashed before.
  if (isLite || form.format === 'arrow') continue;
  test(`${name}: a changed byte gives a damaged checkpoint or a table, and no other error`, async () => {
    const whole = await codec.encode(MANY);
    const step = Math.max(1, Math.floor(whole.length / 400));
    for (let at = 0; at < whole.length; at += step) {
      const changed = Uint8Array.from(whole);
      changed[at] = (changed[at] as number) ^ (1 << (at % 8));
      await codec.decode(changed).catch((error: unknown) => {
        if (!hasCode(error, 'E_CHECKPOINT')) throw error;
      });
    }
    assert.deepEqual(contents(await codec.decode(whole)), contents(MANY));
  });
}

async function refuses(form: FileForm, bytes: Uint8Array): Promise<void> {
  await assert.rejects(
    tableCodec(form).decode(bytes),
    (error: unknown) => hasCode(error, 'E_CHECKPOINT'),
    `${bytes.length} bytes were read as a table`,
  );
}
