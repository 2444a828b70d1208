/** What every op has to keep, whichever it is. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { describe, test } from 'node:test';
import { JuicerError } from '../../src/model/errors.js';
import type { Example, StatType, StatValue } from '../../src/ops/define.js';
import { builtInOps } from '../../src/ops/registry.js';
import { madeRows } from '../../src/engine/made-rows.js';
import { namedFiles } from '../../src/engine/named-files.js';
import { describeOp, parseParams, prepareOp, type PreparedOp } from '../../src/ops/run.js';
import { NEEDED_FIELDS, neededParams, prepared, projectRoot, rowOf } from './support.js';

const MEGABYTE = 1024 * 1024;

/** Texts that have broken text code before. */
const HARD_TEXTS: Record<string, string> = {
  empty: '',
  'one character': 'a',
  'white space of every kind':
    ' \t\n\v\f\r\u001c\u001d\u001e\u001f\u0085\u00a0\u1680\u2000\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff',
  'NUL and controls': 'a\0b\u0001\u007f\u0084c',
  'lone surrogates': '\ud800 a\udc00b \udfff\ud83d',
  'right to left and combining': 'שָׁלוֹם עולם مرحبا بالعالم e\u0301\u0323 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
  'joined emoji': '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪 \u{10FFFF}',
  'case traps': 'ΟΔΥΣΣΕΥΣ ΣΑΣ İstanbul ISPARTA ẞ Ǆ K Å \u1c89\ua7cb\u{10d50}',
  'token traps': '</s> __label__en </S> <> < > __LABEL__DE text after',
  '1 MB in one word': 'x'.repeat(MEGABYTE),
  '1 MB of words': 'some words and more '.repeat(MEGABYTE / 20),
  '1 MB of Han': '漢字仮名交じり文'.repeat(MEGABYTE / 24),
  '1 MB of emoji': '😀'.repeat(MEGABYTE / 4),
};

const TYPES: Record<StatType, (value: StatValue) => boolean> = {
  int64: (value) => Number.isSafeInteger(value),
  double: (value) => Number.isFinite(value),
  utf8: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  json: (value) => JSON.stringify(value) !== undefined,
};

for (const op of builtInOps().all()) {
  describe(op.name, () => {
    test('its examples hold, and it has some', () => {
      assert.ok(op.examples.length > 0);
      for (const example of op.examples) {
        const params = { ...example.params, ...neededParams(op) };
        assertExample(prepared(op.name, params), example);
      }
    });

    for (const [name, text] of Object.entries(HARD_TEXTS)) {
      test(`the same text gives the same result whatever came before: ${name}`, () => {
        const fresh = outcome(prepared(op.name, {}), text);
        const used = prepared(op.name, {});
        for (const other of Object.values(HARD_TEXTS)) if (other.length < 1000) outcome(used, other);
        assert.deepEqual(outcome(used, text), fresh);
        assert.deepEqual(outcome(used, text), fresh);
      });
    }

    test('stats are those that it declares, in name and type', () => {
      const ready = prepared(op.name, {});
      if (ready.kind === 'mapper')
        return assert.ok(madeRows(ready, ready.map(rowOf('some text', NEEDED_FIELDS)), 'some text'));
      for (const text of Object.values(HARD_TEXTS)) {
        const stats = ready.measure(rowOf(text));
        for (const [stat, type] of Object.entries(ready.stats)) {
          assert.ok(stat in stats, stat);
          assert.ok(TYPES[type](stats[stat] ?? null), `${stat} is ${String(stats[stat])}`);
        }
      }
    });

    test('parameters survive JSON, and defaults name nothing of this machine', () => {
      const defaults = parseParams(op, null);
      const json = JSON.stringify(defaults);
      assert.deepEqual(parseParams(op, JSON.parse(json)), defaults);
      assert.ok(!json.includes(projectRoot()));
    });

    test('every parameter is described, has a default, and refuses what it cannot be', () => {
      const schema = describeOp(op).params as {
        additionalProperties: boolean;
        properties?: Record<string, { description?: string; default?: unknown }>;
      };
      assert.equal(schema.additionalProperties, false);
      for (const [name, property] of Object.entries(schema.properties ?? {})) {
        assert.ok(property.description, `${name} has no description`);
        assert.notEqual(property.default, undefined, `${name} has no default`);
        assert.throws(() => parseParams(op, { [name]: { wrong: true } }), recipeError(op.name, name));
      }
    });

    test('an unknown parameter is refused by name', () => {
      assert.throws(
        () => parseParams(op, { no_such_parameter: 1 }),
        recipeError(op.name, 'no_such_parameter'),
      );
      assert.throws(() => parseParams(op, []), recipeError(op.name, ''));
    });

    test('it reads the files that it names, and no others', () => {
      const params = neededParams(op);
      const files = namedFiles(op, parseParams(op, params));
      for (const { path } of files) assert.ok(isAbsolute(path));
      const read: string[] = [];
      const load = (path: string): Buffer => {
        read.push(path);
        return readFileSync(path);
      };
      const list = (param: string): string[] => files.filter((f) => f.param === param).map((f) => f.path);
      const ready = prepareOp(op, params, load, list);
      // It reads an archive when a row names it.
      if (ready.kind === 'mapper' && op.name === 'latex_merge_tex_mapper')
        for (const { path } of files) ready.map(rowOf('', { compressed_file: path }));
      assert.deepEqual(read.sort(), files.map((f) => f.path).sort());
    });

    test('what it needs and is not given is named', () => {
      const needed = neededParams(op);
      for (const name of Object.keys(needed)) {
        const others = { ...needed, [name]: null };
        assert.throws(() => prepareOp(op, others, () => Buffer.alloc(0)), recipeError(op.name, name));
      }
    });
  });
}

function outcome(op: PreparedOp, text: string): unknown {
  const row = rowOf(text, NEEDED_FIELDS);
  if (op.kind === 'mapper') return op.map(row);
  const stats = Object.freeze(op.measure(row));
  return { stats, keep: op.keep(stats) };
}

function assertExample(op: PreparedOp, example: Example): void {
  const { before, after, fields } = example;
  if (op.kind === 'mapper') return assert.deepEqual(op.map(rowOf(before, fields)), after);
  assert.ok(
    after !== null && typeof after === 'object' && 'keep' in after,
    'a filter shows whether the row is kept',
  );
  const stats = op.measure(rowOf(before, fields));
  for (const [name, value] of Object.entries(after.stats)) {
    if (typeof value === 'number') assert.ok(Math.abs(Number(stats[name]) - value) <= 1e-6);
    else assert.equal(stats[name], value);
  }
  assert.equal(op.keep(stats), after.keep);
}

function recipeError(...words: string[]): (error: unknown) => boolean {
  return (error) =>
    error instanceof JuicerError &&
    error.code === 'E_RECIPE' &&
    words.every((w) => error.message.includes(w));
}
