/** docs/parity.md has what `npm run parity` writes: every op that was recorded, and no difference. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesOf, rowsOf } from '../docs/tables.js';
import { opNamed, prepared } from '../ops/support.js';
import { compare } from './compare.js';
import { comparedResults } from './parity-table.js';
import { goldenFiles, readDocs, readGolden, SKIP } from './peer.js';

const rows = rowsOf('docs/parity.md').filter(({ section }) => section === 'Op by op');

/** Documents on which Data-Juicer's own operator fails, so that there is nothing to be equal to. */
const PEER_LOST: Record<string, number> = { extract_tables_from_html_mapper: 1 };

const format = (value: number): string => value.toLocaleString('en-US');

test('docs/parity.md has a row for every recorded result, and all are equal', { skip: SKIP }, () => {
  const perRow = comparedResults().filter(({ op, file }) => opNamed(op).kind === readGolden(file).kind);
  const told = rows.map(({ cells }) => codesOf(cells[0] ?? '')[0]);
  assert.deepEqual(told, perRow.map(({ op }) => op), 'npm run parity brings it up to date'); // prettier-ignore
  for (const { cells, line } of rows) {
    const lost = PEER_LOST[codesOf(cells[0] ?? '')[0] ?? ''] ?? 0;
    const allowed = Array.from({ length: lost + 1 }, (_, k) => `${format(1276 - k)} of 1,276`);
    assert.ok(allowed.includes(cells[2] ?? ''), `line ${line}: ${cells[2]}`);
  }
});

test('a difference in a stat, in a decision or in a text is counted', { skip: SKIP }, () => {
  const docs = readDocs();
  const filter = readGolden('text_length_filter.json');
  const others = prepared('text_length_filter', { min_len: 500 });
  const decided = compare(others, filter, docs);
  assert.ok(decided && decided.equal < decided.compared && decided.difference === 0);
  const [first] = docs;
  assert.ok(first && filter.stats?.[String(first.id)]);
  filter.stats[String(first.id)] = { text_len: first.text.length + 1e9 };
  assert.equal(compare(prepared('text_length_filter', {}), filter, docs)?.equal, docs.length - 1);
  const mapper = readGolden(goldenFiles('whitespace_normalization_mapper')[0] ?? '');
  const [changed = ''] = Object.keys(mapper.changed ?? {});
  delete mapper.changed?.[changed];
  const mapped = compare(prepared('whitespace_normalization_mapper', {}), mapper, docs);
  assert.equal(mapped?.equal, docs.length - 1);
});
