/** The children that one workflow task starts fit into one message to the server, however long the recipe is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { segmentsOf } from '../../src/plan/segments.js';
import { pageSize } from '../../src/workflows/page.js';

const MESSAGE = 4 * 1024 * 1024;
const EVERY_OP = { enabled: true, strategy: 'every_op', n_ops: 1, op_names: [], measured: null } as const;

const chain = (ops: number) =>
  segmentsOf(Array<string>(ops).fill('a_name_that_is_as_long_as_they_come_mapper'), {
    ...EVERY_OP,
    op_names: [],
  });

test('a page is 200 partitions for a recipe of twenty ops', () => {
  assert.equal(pageSize(chain(20)), 200);
});

test('the inputs of a page of children fit into one message with up to a thousand ops', () => {
  for (const ops of [1, 50, 100, 300, 1000]) {
    const segments = chain(ops);
    const sent = pageSize(segments) * JSON.stringify(segments).length;
    assert.ok(sent < MESSAGE * 0.75, `${ops} ops: ${sent} bytes`);
    assert.ok(pageSize(segments) >= 1);
  }
});
