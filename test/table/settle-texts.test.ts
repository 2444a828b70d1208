import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Batch, Table } from '../../src/table/column.js';
import { settleTexts } from '../../src/table/settle-texts.js';
import { textAt, textColumn } from '../../src/table/strings.js';

const batchOf = (texts: string[], key = 'text'): Batch => ({
  rows: texts.length,
  columns: [textColumn(key, 'field', texts)],
});
const tableOf = (...batches: Batch[]): Table => ({ layouts: [], batches });
const LONE = '\ud800';

/** A batch in the form that a lone surrogate gave it, after the row that had it is gone. */
function spelt(texts: string[]): Batch {
  const [column] = batchOf([...texts, LONE]).columns;
  assert.ok(column?.kind === 'json');
  return { rows: texts.length, columns: [{ ...column, offsets: column.offsets.slice(0, texts.length + 1) }] };
}

test('a table whose texts are plain comes back as it is', () => {
  const table = tableOf(batchOf(['a', 'é']));
  assert.equal(settleTexts(table, 'text'), table);
});

test('texts in the form for lone surrogates become plain when none is left, whichever batches they are in', () => {
  const settled = settleTexts(tableOf(batchOf(['a']), spelt(['é', '"q"']), spelt([])), 'text');
  assert.deepEqual(settled.batches, [batchOf(['a', 'é', '"q"'])]);
});

test('while a lone surrogate is left all texts keep that form, spelt in one way', () => {
  const settled = settleTexts(tableOf(batchOf(['a']), batchOf(['é', LONE])), 'text');
  assert.deepEqual(settled.batches, [batchOf(['a', 'é', LONE])]);
  const [column] = settled.batches[0]?.columns ?? [];
  assert.ok(column?.kind === 'json');
  assert.equal(textAt(column, 2), LONE);
});

test('a field of JSON values that is not the text is left alone', () => {
  const table = tableOf(batchOf([LONE], 'other'));
  assert.equal(settleTexts(table, 'text'), table);
});
