import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonScanner } from '../../src/table/json-scan.js';

/** What JSON.parse says of a line, in the scanner's words. */
function oracle(line: string): string {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? 'object' : 'not_an_object';
  } catch {
    return 'invalid_json';
  }
}

function scan(line: string): string {
  const bytes = Buffer.from(`${line}\n`);
  return new JsonScanner(bytes).object(0, bytes.length - 1);
}

const PIECES = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '/',
    ' ',
    '\t',
    '\r',
    '-',
    '+',
    '.',
    'e',
    'E',
    '0',
    '1',
    '9',
    '00',
    '1.5',
    '-0',
    '1e5',
  ],
  ...[
    'true',
    'false',
    'null',
    'tru',
    'nul',
    'NaN',
    'Infinity',
    '"a"',
    '"a":',
    '{"a":',
    '"\\u00e9"',
    '\\u12',
    '\\ud800',
    '\\udc00',
  ],
  ...[
    '\\n',
    '\\x',
    '\u0000',
    '\u001f',
    '\u007f',
    '\u00a0',
    '\ufeff',
    '\u2028',
    'ä',
    '\u{1f600}',
    '{}',
    '[]',
    '[1,2]',
    '{"a":{"b":[]}}',
    '"',
  ],
];

test('the scanner accepts a line exactly when JSON.parse does: made of pieces', () => {
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((p) => p.join(''));
  fc.assert(
    fc.property(pieces, (line) => assert.equal(scan(line), oracle(line))),
    { numRuns: 30_000 },
  );
});

test('the scanner accepts a line exactly when JSON.parse does: JSON with one change', () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(2),
    put: fc.constantFrom('', ...PIECES),
  });
  fc.assert(
    fc.property(fc.json(), change, (json, { at, cut, put }) => {
      const i = Math.floor(at * json.length);
      const line = json.slice(0, i) + put + json.slice(i + cut);
      assert.equal(scan(line), oracle(line));
    }),
    { numRuns: 10_000 },
  );
});

test('the members of an object are the slices between its own colons and commas', () => {
  const line = ' { "a" : "x,\\"}" ,"b":[1,{"c":2}] , "\\u0063": -1.5e3 } ';
  const bytes = Buffer.from(`${line}\n`);
  const scanner = new JsonScanner(bytes);
  assert.equal(scanner.object(0, bytes.length - 1), 'object');
  const { members } = scanner;
  const slices = Array.from({ length: members.count }, (_, i) => [
    line.slice(members.keyStart[i], members.keyEnd[i]),
    line.slice(members.valueStart[i], members.valueEnd[i]),
  ]);
  assert.deepEqual(slices, [
    ['a', '"x,\\"}"'],
    ['b', '[1,{"c":2}]'],
    ['\\u0063', '-1.5e3'],
  ]);
});
