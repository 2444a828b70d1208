import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { format, parse } from './support.js';

const KEYS = ['a', 'b', 'c', '', '__proto__', '\\u0061', 'text', '\\ud800', '__dj__raw__'];
const VALUES = [
  ...[
    'null',
    'true',
    'false',
    '0',
    '1',
    '-1',
    '1.0',
    '-0',
    '0.1',
    '1e5',
    '1e+21',
    '1e21',
    '1e400',
    '123456789012345',
    '-999999999999999',
  ],
  ...[
    '1234567890123456',
    '9007199254740993',
    '9223372036854775807',
    '9223372036854775808',
    '-9223372036854775808',
    '12345.678',
    '5e-324',
  ],
  ...['""', '"x"', '"\\n"', '"\\ud800"', '"\u{1f600}"', '{"x":[ 1.0 ]}', '[]', '[null,1e0]'],
];

test('any values in any columns, with keys twice or odd, leave as they were spelt', () => {
  const member = fc
    .tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES))
    .map(([key, value]) => `"${key}":${value}`);
  const row = fc
    .array(member, { maxLength: 5 })
    .map((members) => `{${[...members, '"text":"t"'].join(',')}}\n`);
  // A column keeps a type only if its values are few in kind: draw from a handful for most of the runs.
  const narrow = fc.subarray(VALUES, { minLength: 1, maxLength: 3 }).chain((values) => {
    const typed = fc
      .tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...values))
      .map(([k, v]) => `{"${k}":${v},"text":"t"}\n`);
    return fc.array(typed, { maxLength: 12 });
  });
  fc.assert(
    fc.property(fc.oneof(fc.array(row, { maxLength: 12 }), narrow), (rows) => {
      const { table, bad } = parse(rows.join(''));
      assert.deepEqual(bad, []);
      // Only a key that is escaped without need is spelt anew, where its row is not raw.
      const minimal = rows.map((r) => (isRaw(r) ? r : r.replaceAll('\\u0061', 'a')));
      assert.equal(format(table), minimal.join(''));
    }),
    { numRuns: 3000 },
  );
});

function isRaw(line: string): boolean {
  const keys = [...line.matchAll(/(?<=[{,])"((?:__|[a-z]|\\u)[a-z0-9_]*|)":/g)].map(
    (m) => JSON.parse(`"${m[1]}"`) as string,
  );
  const own = keys.filter((key) => key !== 'x');
  return new Set(own).size < own.length || own.some((key) => key === '\ud800');
}
