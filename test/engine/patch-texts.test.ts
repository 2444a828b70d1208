import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patchTexts, type TextChanges } from '../../src/engine/patch-texts.js';
import { textAt, textColumn } from '../../src/table/strings.js';

const TEXTS = ['plain', '', 'Zürich \u{1F600}', 'x'.repeat(300), '日本語', 'last'];

function patched(texts: readonly string[], changes: TextChanges): ReturnType<typeof patchTexts> {
  return patchTexts(textColumn('text', 'field', texts), texts.length, changes);
}

test('every choice of changed rows gives the column that encoding all texts anew would give', () => {
  for (let choice = 0; choice < 1 << TEXTS.length; choice++) {
    const rows = TEXTS.flatMap((_, row) => ((choice >> row) & 1 ? [row] : []));
    const after = TEXTS.map((text, row) => (rows.includes(row) ? `${text}→é` : text));
    const column = patched(TEXTS, { rows, texts: rows.map((row) => after[row] ?? '') });
    const anew = textColumn('text', 'field', after);
    assert.deepEqual([...column.offsets], [...anew.offsets]);
    assert.ok(Buffer.from(column.values).equals(Buffer.from(anew.values)), `rows ${rows.join()}`);
  }
});

test('without a change the very same column comes back', () => {
  const column = textColumn('text', 'field', TEXTS);
  assert.equal(patchTexts(column, TEXTS.length, { rows: [], texts: [] }), column);
});

test('a text with a lone surrogate turns the column into JSON texts, and no text changes by it', () => {
  const column = patched(TEXTS, { rows: [1], texts: ['\ud800'] });
  assert.equal(column.kind, 'json');
  assert.deepEqual(
    TEXTS.map((_, row) => textAt(column, row)),
    TEXTS.with(1, '\ud800'),
  );
});

test('a column of JSON texts becomes plain again when no lone surrogate is left', () => {
  const column = patched(['a', '\udc00', 'c'], { rows: [1], texts: ['b'] });
  assert.deepEqual(column, textColumn('text', 'field', ['a', 'b', 'c']));
});
