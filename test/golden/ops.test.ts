/** Every op that Data-Juicer has too, on 1,276 documents, against what Data-Juicer 1.6.1 made of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { madeRows, type Made } from '../../src/engine/made-rows.js';
import type { StatValue } from '../../src/ops/define.js';
import { builtInOps } from '../../src/ops/registry.js';
import type { PreparedMapper, PreparedOp } from '../../src/ops/run.js';
import { prepared, rowOf } from '../ops/support.js';
import { setFields } from './compare.js';
import { goldenFiles, readDocs, readGolden, SKIP, TWINS, type Doc, type Golden } from './peer.js';

const DOCUMENTS = 1276;
/** Recorded stats are rounded to 10 decimals; scores are single precision. */
const TOLERANCE: Record<string, number> = { lang_score: 1e-6 };
const DEFAULT_TOLERANCE = 1e-10;
/** Ops on models and archives that were not at hand: test/ops/models and test/ops/archives have what the peer's libraries say. */
const NOT_RECORDED = [
  'latex_merge_tex_mapper',
  'perplexity_filter',
  'sentence_split_mapper',
  'token_num_filter',
];

/** Documents that the peer's mapper fails on. */
const PEER_FAILS: Record<string, number[]> = { extract_tables_from_html_mapper: [1820] };

for (const { name } of builtInOps().all()) {
  if (NOT_RECORDED.includes(name)) continue;
  test(
    `${name} gives what Data-Juicer gives, for every set of parameters that was recorded`,
    { skip: SKIP },
    () => {
      const twin = TWINS[name];
      const files = goldenFiles(twin?.of ?? name);
      assert.ok(files.length > 0, 'there is a recorded result');
      for (const file of files) {
        const golden = readGolden(file);
        const result = runAll([prepared(name, twin?.params ?? golden.config)]);
        assertSame(result, golden, file);
      }
    },
  );
}

test('the seed pipeline keeps the same documents with the same texts and stats', { skip: SKIP }, () => {
  const golden = readGolden('pipeline.seed.json');
  const steps = golden.config as Record<string, object>[];
  const ops = steps.flatMap((step) => Object.entries(step).map(([name, params]) => prepared(name, params)));
  const result = runAll(ops);
  assert.equal(result.kept.length, 290);
  assertSame(result, golden, 'pipeline.seed.json');
});

interface Result {
  kept: number[];
  before: Map<number, string>;
  text: Map<number, string>;
  stats: Map<number, Record<string, StatValue>>;
  /** Texts of rows that were made of one, by mappers that may make several. */
  several: Map<number, readonly string[]>;
  /** The fields that were set, of each row that was made. */
  fields: Map<number, Record<string, unknown>[]>;
}

function runAll(ops: PreparedOp[]): Result {
  const result: Result = {
    kept: [],
    before: new Map(),
    text: new Map(),
    stats: new Map(),
    several: new Map(),
    fields: new Map(),
  };
  for (const doc of readDocs()) {
    const { id, text } = doc;
    let current = text;
    let kept = true;
    const stats: Record<string, StatValue> = {};
    for (const op of ops) {
      if (!kept) break;
      if (op.kind === 'mapper') {
        const made = madeOf(op, current, doc);
        kept = made !== null;
        result.several.set(id, made?.map((row) => row.text) ?? []);
        result.fields.set(id, made?.map((row) => setFields(row)) ?? []);
        current = made?.map((row) => row.text).join('\u001e') ?? '';
      } else kept = op.keep(Object.assign(stats, op.measure(rowOf(current, doc))));
    }
    result.before.set(id, text);
    result.text.set(id, current);
    result.stats.set(id, stats);
    if (kept) result.kept.push(id);
  }
  assert.equal(result.text.size, DOCUMENTS);
  return result;
}

/** What a mapper makes of a document; null when it is one that the peer's mapper fails on, on which ours throws too. */
function madeOf(op: PreparedMapper, text: string, doc: Doc): Made[] | null {
  try {
    return madeRows(op, op.map(rowOf(text, doc)), text);
  } catch (error) {
    if (!PEER_FAILS[op.name]?.includes(doc.id)) throw error;
    return null;
  }
}

function assertSame(result: Result, golden: Golden, file: string): void {
  assert.deepEqual(result.kept, golden.kept ?? [...result.text.keys()], `${file}: kept`);
  if (golden.stats) assertStats(result, golden.stats, file);
  if (golden.fields) assertFields(result, golden, file);
  if (golden.n_rows_per_id) return assertSeveral(result, golden, file);
  if (golden.kind === 'mapper') assertTexts(result, golden, file);
  for (const [id, md5] of Object.entries(golden.text_md5 ?? {})) {
    assert.equal(md5Of(result.text.get(Number(id)) ?? ''), md5, `${file}: text ${id}`);
  }
  if (golden.text_md5) assert.equal(Object.keys(golden.text_md5).length, result.kept.length);
}

function assertStats(result: Result, stats: NonNullable<Golden['stats']>, file: string): void {
  assert.equal(Object.keys(stats).length, isPipeline(file) ? result.kept.length : DOCUMENTS);
  for (const [id, wanted] of Object.entries(stats)) {
    const found = result.stats.get(Number(id)) ?? {};
    assert.deepEqual(Object.keys(found).sort(), Object.keys(wanted).sort(), `${file}: stats of ${id}`);
    for (const [key, value] of Object.entries(wanted)) {
      const place = `${file}: ${key} of ${id} is ${String(found[key])}, not ${String(value)}`;
      if (typeof value !== 'number') assert.equal(found[key], value, place);
      else assert.ok(Math.abs(Number(found[key]) - value) <= (TOLERANCE[key] ?? DEFAULT_TOLERANCE), place);
    }
  }
}

/** Documents whose fields are not recorded have none that hold something, or make no row. */
function assertFields({ fields }: Result, golden: Golden, file: string): void {
  const { fields: wanted = {}, dropped = [] } = golden;
  for (const [id, found] of fields) {
    const empty = dropped.includes(id) ? [] : [{ __dj__meta__: { html_tables: [] } }];
    assert.deepEqual(found, wanted[id] ?? empty, `${file}: fields of ${id}`);
  }
  for (const id of Object.keys(wanted)) assert.ok(fields.has(Number(id)));
}

function assertTexts(
  result: Result,
  { changed = {}, changed_md5 = {}, dropped = [] }: Golden,
  file: string,
): void {
  for (const [id, text] of result.text) {
    if (dropped.includes(id)) continue;
    const md5 = changed_md5[id];
    if (md5 !== undefined) assert.equal(md5Of(text), md5, `${file}: text ${id}`);
    if (changed[id] !== undefined || md5 === undefined) {
      assert.equal(text, changed[id] ?? result.before.get(id), `${file}: text ${id}`);
    }
  }
}

/** Of each document its texts in order; of those that are not recorded one, unchanged. */
function assertSeveral(
  result: Result,
  { n_rows_per_id = {}, n_out, dropped = [], multi = {}, multi_md5 = {} }: Golden,
  file: string,
): void {
  assert.equal(result.several.size, DOCUMENTS);
  let rows = 0;
  for (const [id, texts] of result.several) {
    rows += texts.length;
    assert.equal(texts.length, dropped.includes(id) ? 0 : (n_rows_per_id[id] ?? 1), `${file}: rows of ${id}`);
    const [md5, wanted] = [multi_md5[id], multi[id]];
    if (md5 !== undefined) assert.equal(md5Of(texts.join('\u001e')), md5, `${file}: texts of ${id}`);
    if (wanted) assert.deepEqual(texts, wanted, `${file}: texts of ${id}`);
    else if (md5 === undefined) assert.ok(texts.every((text) => text === result.before.get(id)));
  }
  assert.equal(rows, n_out, `${file}: rows`);
}

function isPipeline(file: string): boolean {
  return file.startsWith('pipeline.');
}

function md5Of(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}
