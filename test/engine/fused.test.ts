import { POISON } from './poison.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SegmentOutcome } from '../../src/engine/job.js';
import { plannedRun, type PlannedRun } from './planned-run.js';

const CHAIN = `process:
  - text_length_filter: {min_len: 3}
  - whitespace_normalization_mapper:
  - text_length_filter: {max_len: 60}
  - whitespace_normalization_mapper:
`;
const FOLDER = 'checkpoints/partition_000000';

/** No-break spaces become plain ones only in the second op, so the poison works from the third on. */
const HIDDEN = POISON.replace(' ', '\u00a0');

/** Rows of every kind: kept, rejected by the first or third op, poisonous from the start or later, or odd in form. */
function row(i: number): string {
  const text = [
    'short',
    'x',
    `a  longer text ${i}`,
    'y'.repeat(70),
    HIDDEN,
    'tab\tand\u2003space',
    POISON,
    ' z ',
  ];
  const fields = {
    id: i,
    text: `${text[i % text.length]}`,
    ...(i % 3 === 0 ? { flag: i % 2 === 0 } : {}),
    score: i % 5 === 0 ? null : i / 4,
    tags: i % 7 === 0 ? ['a', i] : 'one',
  };
  return JSON.stringify(fields);
}

/** A text with a lone surrogate, which puts its batch into another form. */
const LONE = '{"id":-1,"text":"lone \\ud800 surrogate"}';
const LONE_AND_LONG = `{"id":-2,"text":"\\udfff${'w'.repeat(80)}"}`;
const ESCAPED = `{"id":-3,"text":"caf\\u00e9 \\u2028\\u007f\\u0007 ${HIDDEN}"}`;
const TWICE = '{"id":1,"id":2,"text":"a key  twice"}';

async function outcomeOf(lines: string[], more: string): Promise<{ files: object; counts: unknown }> {
  const run = plannedRun(`${lines.join('\n')}\n`, `${CHAIN}checkpointing: {enabled: false}\n${more}`);
  try {
    const outcomes = await run.all();
    const files = { ...run.hashes(FOLDER, '.parquet'), ...quarantineOf(run) };
    return { files, counts: outcomes.flatMap(countsOf) };
  } finally {
    run.remove();
  }
}

/** Quarantined rows, without the folder that the input is in. */
function quarantineOf({ store, dir }: PlannedRun): Record<string, string> {
  const names = store.list(FOLDER).filter((name) => name.endsWith('.quarantine.jsonl'));
  const texts = names.map((name) => Buffer.from(store.read(`${FOLDER}/${name}`)).toString());
  return Object.fromEntries(names.map((name, i) => [name, (texts[i] ?? '').replaceAll(dir, '')]));
}

function countsOf({ ops, record }: SegmentOutcome): unknown[] {
  return [...ops.map(({ duration: _, ...counts }) => counts), record.rows_out];
}

const rows = (count: number): string[] => Array.from({ length: count }, (_, i) => row(i));

const INPUTS: [what: string, lines: string[]][] = [
  ['rows that are kept, rejected and quarantined', rows(500)],
  ['more rows than one row group holds', rows(25_000)],
  ['lone surrogates that stay', [...rows(40), LONE, ...rows(40), LONE, TWICE]],
  ['a lone surrogate that the first op rejects', [...rows(9), '{"text":"\\ud800"}', ...rows(30)]],
  ['a lone surrogate that a later op rejects', [...rows(9), LONE_AND_LONG, ...rows(30), TWICE]],
  ['a lone surrogate among rows that no op changes', ['{"text":"same"}', LONE, '{"text":"same"}']],
  ['a poisonous row in escapes beside a lone surrogate', [LONE, row(2), ESCAPED, ...rows(30), ESCAPED]],
  ['rows that are all rejected', ['{"text":"x"}', '{"text":"y"}']],
  ['rows that all make an op throw', [POISON, HIDDEN].map((text) => JSON.stringify({ text }))],
];

for (const [what, lines] of INPUTS) {
  test(`fused ops leave the same files and counts as ops one by one, with ${what}`, async () => {
    const apart = await outcomeOf(lines, '');
    assert.ok(Object.keys(apart.files).length > 0);
    for (const size of [1, 7, 1000]) {
      const fused = await outcomeOf(lines, `op_fusion: true\nperformance: {batch_size: ${size}}\n`);
      assert.deepEqual(fused, apart, `batches of ${size}`);
      if (lines.length > 1000) break;
    }
  });
}

test('quarantined rows of fused ops are in order of the ops, then of the rows', async () => {
  const run = plannedRun(
    `${rows(50).join('\n')}\n`,
    `${CHAIN}checkpointing: {enabled: false}\nop_fusion: true\nperformance: {batch_size: 4}\n`,
  );
  try {
    await run.all();
    const [name] = run.store.list(FOLDER).filter((file) => file.endsWith('.quarantine.jsonl'));
    const found = Buffer.from(run.store.read(`${FOLDER}/${name}`))
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { row: number; op_index: number; raw: string });
    const places = found.map((line) => line.op_index * 1e6 + line.row);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.deepEqual([...new Set(found.map((line) => line.op_index))], [0, 2]);
    for (const line of found) assert.ok(line.raw.includes(POISON));
  } finally {
    run.remove();
  }
});
