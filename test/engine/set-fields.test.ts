/** An op that sets fields: rows have them in place, whatever they were and however the row is kept; the rest is as it came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runFused } from '../../src/engine/fused.js';
import { runOp, type OpOutcome } from '../../src/engine/run-op.js';
import { JuicerError } from '../../src/model/errors.js';
import { emptyLedger } from '../../src/model/ledger.js';
import type { Mapped, RowView } from '../../src/ops/define.js';
import { prepareOp, type PreparedMapper } from '../../src/ops/run.js';
import { builtInOps } from '../../src/ops/registry.js';
import { tableCodec } from '../../src/storage/formats/codec.js';
import type { Table } from '../../src/table/column.js';
import { parseJsonl } from '../../src/table/from-jsonl.js';
import { settleLayouts } from '../../src/table/layout-set.js';
import { encodeJsonl } from '../../src/table/to-jsonl.js';

function mapper(writes: readonly string[], map: (row: RowView) => Mapped): PreparedMapper {
  return { name: 'test_mapper', version: 1, params: {}, kind: 'mapper', writes, map };
}

function tableOf(lines: readonly string[], textKey = 'text'): Table {
  const { table, bad } = parseJsonl(Buffer.from(lines.map((line) => `${line}\n`).join('')), {
    textKey,
    rowStart: 0,
  });
  assert.deepEqual(bad, []);
  return table;
}

function run(table: Table, op: PreparedMapper, textKey = 'text'): OpOutcome {
  return runOp(table, op, { textKey, batchSize: 2, onRows: () => undefined });
}

function linesOf(table: Table, textKey = 'text'): string[] {
  const bytes = encodeJsonl(table, table.layouts, { textKey, keepStats: false });
  return Buffer.from(bytes).toString().trimEnd().split('\n');
}

test('a new field stands at the end, one that is there keeps its place; rows in which none is set are as they came', () => {
  const table = tableOf([
    '{"text":"a","n":1}',
    '{"n":2,"text":"b"}',
    '{"text":"c"}',
    '{"n":null,"text":"d"}',
  ]);
  const op = mapper(['n', 'new'], ({ text }) => {
    if (text === 'c') return { fields: { n: { deep: [1, '\ud800'] } } };
    return text === 'b' ? text : { text: `${text}!`, fields: { new: text === 'a', n: 2n ** 60n } };
  });
  assert.deepEqual(linesOf(run(table, op).table), [
    '{"text":"a!","n":1152921504606846976,"new":true}',
    '{"n":2,"text":"b"}',
    '{"text":"c","n":{"deep":[1,"\\ud800"]}}',
    '{"n":1152921504606846976,"text":"d!","new":false}',
  ]);
});

test('a row that is kept raw has the field in the place of the last of that name, else at its end', () => {
  const table = tableOf(['{"text":"a", "n":1, "n":2}', '{"text":"b","text":"c"}', '{"text":"d"}']);
  const op = mapper(['n'], ({ text }) => ({ text: text.toUpperCase(), fields: { n: [text] } }));
  assert.deepEqual(linesOf(run(table, op).table), [
    '{"text":"A", "n":1, "n":["a"]}',
    '{"text":"b","text":"C","n":["c"]}',
    '{"text":"D","n":["d"]}',
  ]);
});

test('rows whose text is nested are read and set like others', () => {
  const table = tableOf(['{"doc":{"text":"a"},"n":1}', '{"doc":{"text":"b"}}'], 'doc.text');
  const op = mapper(['n'], (row) => {
    assert.equal(row.field('doc.text'), row.text);
    return { text: `${row.text}!`, fields: { n: row.field('n') === 1 ? 7 : row.names } };
  });
  assert.deepEqual(linesOf(run(table, op, 'doc.text').table, 'doc.text'), [
    '{"doc":{"text":"a!"},"n":7}',
    '{"doc":{"text":"b!"},"n":["doc"]}',
  ]);
});

test('a filter sees the fields of a row that is kept raw', () => {
  const table = tableOf([
    '{"text":"a","k":1,"k":"x"}',
    '{"text":"b","k":"y"}',
    '{"text":"c","k":{"x":1},"k":{"x":"x"}}',
  ]);
  for (const [field_key, kept] of [
    ['k', 'a'],
    ['k.x', 'c'],
  ] as const) {
    const filter = prepareOp(
      builtInOps().get('general_field_filter') ?? assert.fail(),
      { filter_condition: `${field_key} == 'x'` },
      () => Buffer.alloc(0),
    );
    const out = runOp(table, filter, { textKey: 'text', batchSize: 2, onRows: () => undefined });
    assert.match(linesOf(out.table).join('\n'), new RegExp(`^\\{"text":"${kept}"[^\\n]*$`));
  }
});

test('a row becomes several, each with fields of its own, or none', () => {
  const table = tableOf(['{"id":1,"text":"a b"}', '{"id":2,"text":""}', '{"id":3,"text":"c"}']);
  const op = mapper(['part'], ({ text }) =>
    text
      .split(' ')
      .filter(Boolean)
      .map((word, part) => ({ text: word, fields: { part } })),
  );
  const out = run(table, op);
  assert.deepEqual(linesOf(out.table), [
    '{"id":1,"text":"a","part":0}',
    '{"id":1,"text":"b","part":1}',
    '{"id":3,"text":"c","part":0}',
  ]);
  assert.deepEqual(out.ledger, { ...emptyLedger(), rows_in: 3, rows_out: 3, rejected: 1, added: 1 });
});

test('what cannot be set costs the row alone, and says why', () => {
  const wrong: unknown[] = [{ other: 1 }, { n: undefined }, { n: [NaN] }, { n: () => 1 }];
  const table = tableOf([...wrong.map((_, i) => `{"text":"${i}"}`), '{"text":"4"}', '{"text":"5"}']);
  const op = mapper(['n'], ({ text }) => {
    if (text === '4') return null as unknown as Mapped;
    return text === '5' ? text : { fields: wrong[Number(text)] as Record<string, unknown> };
  });
  const out = run(table, op);
  assert.deepEqual(linesOf(out.table), ['{"text":"5"}']);
  assert.deepEqual(
    out.failed.map(({ error }) => (error as Error).message),
    [
      'test_mapper set field "other", which it does not declare',
      'test_mapper set field "n" to what has no JSON',
      'NaN is no number that JSON has',
      'test_mapper set field "n" to what has no JSON',
      'test_mapper gave something that is no text and no row',
    ],
  );
});

for (const format of ['parquet', 'arrow', 'jsonl'] as const)
  test(`equal rows are stored alike in ${format}, in one pass or op by op, and come back`, async () => {
    const lines = [
      '{"text":"a","x":1}',
      '{"text":"b"}',
      '{"text":"c","x":1,"x":2}',
      '{"x":"s","text":"d"}',
      '{"text":"e"}',
    ];
    const ops = [
      mapper(['one'], ({ text }) => (text === 'a' ? text : { fields: { one: text } })),
      mapper(['two', 'x'], (row) => (row.text === 'd' ? [] : { fields: { x: [row.field('one') ?? null] } })),
    ];
    const table = tableOf(lines);
    const [first, second] = ops as [PreparedMapper, PreparedMapper];
    const apart = settleLayouts(run(run(table, first).table, second).table);
    const context = { textKey: 'text', batchSize: 2, onStart: () => undefined, onRows: () => undefined };
    const fused = settleLayouts(runFused(table, ops, context).table);
    const form = { format, compression: 'none', engine: 'parquet-wasm' } as const;
    const codec = tableCodec(form);
    const bytes = await codec.encode(apart);
    assert.deepEqual(Buffer.from(await codec.encode(fused)), Buffer.from(bytes));
    assert.deepEqual(linesOf(await codec.decode(bytes)), [
      '{"text":"a","x":[null]}',
      '{"text":"b","one":"b","x":["b"]}',
      '{"text":"c","x":1,"x":["c"],"one":"c"}',
      '{"text":"e","one":"e","x":["e"]}',
    ]);
  });

test('an op that cannot read its file, or finds another one, fails the attempt: no row is set apart for it', () => {
  const table = tableOf(['{"text":"a"}']);
  for (const code of ['E_IO', 'E_REFUSED', 'E_STORE', 'E_DISK_FULL'] as const) {
    const op = mapper([], () => {
      throw new JuicerError(code, 'the file');
    });
    assert.throws(() => run(table, op), { code });
  }
  const op = mapper([], () => {
    throw new JuicerError('E_ROW', 'the row');
  });
  assert.equal(run(table, op).failed.length, 1);
});
