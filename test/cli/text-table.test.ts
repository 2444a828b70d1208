import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { size, textTable } from '../../src/cli/text-table.js';

describe('a table as text', () => {
  it('has its numbers at the right, its words at the left, a dash for nothing', () => {
    const table = textTable(
      ['row', 'op'],
      [
        [7, 'first'],
        [120, null],
      ],
    );
    assert.equal(table, 'row  op\n  7  first\n120  -');
  });

  it('keeps a cell with a line end on its line', () => {
    assert.equal(textTable(['text'], [['a\nb']]), 'text\na\\nb');
  });

  it('is its headings alone without rows', () => {
    assert.equal(textTable(['row', 'op'], []), 'row  op');
  });
});

describe('a size', () => {
  it('is told in the largest unit that it fills', () => {
    assert.deepEqual([0, 1023, 1024, 1536 * 1024, 2 ** 50].map(size), [
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 MiB',
      '1024.0 TiB',
    ]);
  });
});
