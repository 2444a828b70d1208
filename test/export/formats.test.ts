/** Rows of any shape come back from every format as they were, and equal rows are equal bytes. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { folder, FORMATS, rowsOf, write } from './support.js';

const dir = folder();

/** Values as JSON holds them: any nesting, any Unicode, numbers of any size that a double holds. */
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ maxLength: 3 }),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string({ maxLength: 2 }), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Rows of a few fields, in which each field mostly has values of one kind. */
const regular = fc.record({
  text: fc.string({ unit: 'grapheme', maxLength: 20 }),
  n: fc.option(fc.bigInt({ min: -(2n ** 53n), max: 2n ** 53n }).map(Number)),
  x: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((v) => !Number.isInteger(v)),
  tags: fc.array(fc.option(fc.string({ maxLength: 4 })), { maxLength: 3 }),
  meta: fc.option(
    fc.record({ a: fc.integer(), deep: fc.array(fc.record({ b: fc.boolean() }), { maxLength: 2 }) }),
  ),
});
const irregular = fc.dictionary(fc.string({ maxLength: 3 }), value, { maxKeys: 5 });

for (const format of FORMATS) {
  describe(`exports of .${format}`, () => {
    for (const [kind, row] of [
      ['regular', regular],
      ['irregular', irregular],
    ] as const) {
      it(`hold ${kind} rows`, async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
            const lines = rows.map((r) => JSON.stringify(r));
            const written = await write(dir, format, lines);
            const read = await rowsOf(written);
            fs.rmSync(written.file);
            assert.deepEqual(
              read,
              lines.map((line) => JSON.parse(line) as unknown),
            );
          }),
          { numRuns: 60 },
        );
      });
    }

    it('have the same bytes however the rows are handed over', async () => {
      const lines = Array.from({ length: 3000 }, (_, i) =>
        JSON.stringify({ text: `row ${i} `.repeat(i % 50), i }),
      );
      const [whole, parts] = [await write(dir, format, lines), await write(dir, format, lines, 700)];
      assert.ok(fs.readFileSync(whole.file).equals(fs.readFileSync(parts.file)));
    });

    it('are readable without rows', async () => {
      assert.deepEqual(await rowsOf(await write(dir, format, [])), []);
    });
  });
}
