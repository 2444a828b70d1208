import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CODES, EXIT } from '../../src/model/errors.js';
import { codesOf, rowsOf } from './tables.js';

test('docs/errors.md explains every code, with exit code and whether it is tried again, and no other', () => {
  const rows = rowsOf('docs/errors.md').filter((row) => row.section === 'Codes');
  const told = rows.map(({ cells: [code = '', exit, again] }) => [codesOf(code)[0], exit, again]);
  const known = Object.entries(ERROR_CODES).map(([code, { exit, retryable }]) => [
    code,
    String(exit),
    retryable ? 'yes' : 'no',
  ]);
  assert.deepEqual(told, known);
});

test('docs/errors.md gives a meaning and a cure for every code', () => {
  for (const { cells, line } of rowsOf('docs/errors.md').filter((row) => row.section === 'Codes')) {
    assert.equal(cells.length, 5, `line ${line}`);
    for (const cell of cells) assert.notEqual(cell, '', `line ${line}`);
  }
});

test('docs/errors.md lists every exit code and no other', () => {
  const rows = rowsOf('docs/errors.md').filter((row) => row.section === 'Exit codes');
  assert.deepEqual(
    rows.map((row) => Number(row.cells[0])),
    Object.values(EXIT),
  );
});
